package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.Mount;
import dev.berth.model.SecretReference;
import dev.berth.model.TaskDefinition;
import dev.berth.model.Ulimit;
import dev.berth.model.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcsOptionsTest {
  private static String task(String ofTask, String ofContainer) {
    return "{'family': 'f', %s 'containerDefinitions': [{'name': 'c', 'image': 'i', %s}]}"
        .formatted(ofTask, ofContainer)
        .replace('\'', '"');
  }

  @Test
  void readsWhatAContainerIsHeldTo() {
    TaskDefinition read =
        EcsJson.parse(
            task(
                "'volumes': [{'name': 'own'}, {'name': 'shared', 'host': {},"
                    + " 'dockerVolumeConfiguration': {'scope': 'shared', 'autoprovision': true}}],",
                "'user': '1000:1000', 'readonlyRootFilesystem': true,"
                    + " 'ulimits': [{'name': 'nofile', 'softLimit': 10, 'hardLimit': 20}],"
                    + " 'linuxParameters': {'tmpfs': [{'containerPath': '/tmp', 'size': 64}]},"
                    + " 'mountPoints': [{'sourceVolume': 'own', 'containerPath': '/data'},"
                    + " {'sourceVolume': 'shared', 'containerPath': '/all', 'readOnly': true}],"
                    + " 'secrets': [{'name': 'PASSWORD', 'valueFrom': 'arn:aws:ssm:x:1:p/db'}],"
                    + " 'logConfiguration': {'logDriver': 'json-file',"
                    + " 'options': {'max-size': '1g', 'max-file': '3'}}"));
    assertThat(read)
        .isEqualTo(
            TaskDefinition.builder("f")
                .volume("own")
                .volume(new Volume("shared", Volume.Scope.SHARED))
                .container(
                    "c",
                    c ->
                        c.image("i")
                            .options(by ->
                                by.user("1000:1000")
                                    .readOnlyRoot(true)
                                    .ulimit(Ulimit.Name.NOFILE, 10, 20)
                                    .logLimit(1_024, 3))
                            .mount(new Mount.VolumeMount("own", "/data", false))
                            .mount(new Mount.VolumeMount("shared", "/all", true))
                            .mount(new Mount.Tmpfs("/tmp", 64))
                            .secret("PASSWORD", SecretReference.of("arn:aws:ssm:x:1:p/db")))
                .build());
    assertThat(EcsJson.parse(EcsJson.write(read))).isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'user': 'a b' | user 'a b' is not one",
        "'ulimits': [{'name': 'files', 'softLimit': 1, 'hardLimit': 1}] | 'files' is not one of",
        "'ulimits': [{'name': 'nofile', 'softLimit': 2, 'hardLimit': 1}] | soft (2) must be",
        "'mountPoints': [{'sourceVolume': 'v', 'containerPath': 'data'}] | must be absolute",
        "'mountPoints': [{'sourceVolume': 'v', 'containerPath': '/data'}] | mounts volume 'v'",
        "'linuxParameters': {'tmpfs': [{'containerPath': '/t', 'size': 0}]} | must be between 1",
        "'linuxParameters': {'initProcessEnabled': true} | /linuxParameters/initProcessEnabled",
        "'secrets': [{'name': 'A', 'valueFrom': 'has blank'}] | secret name 'has blank'",
        "'logConfiguration': {'logDriver': 'json-file', 'options': {'max-size': 'x'}} | max-size",
        "'logConfiguration': {'logDriver': 'syslog'} | logs are kept in bounded files"
      })
  void refusesWhatCannotBeGiven(String ofContainer, String part) {
    assertThatThrownBy(() -> EcsJson.parse(task("", ofContainer)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining(part);
  }

  @Test
  void directoriesOfTheNodeAreNeverMounted() {
    String json = task("'volumes': [{'name': 'v', 'host': {'sourcePath': '/etc'}}],", "'cpu': 1");
    assertThatThrownBy(() -> EcsJson.parse(json)).hasMessageContaining("/volumes/0/host");
    assertThat(EcsJson.parseLenient(json).definition().volumes())
        .containsExactly(new Volume("v", Volume.Scope.TASK));
  }
}
