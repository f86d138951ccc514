package dev.berth.ecs;

import static dev.berth.ecs.EcsReadingTest.FIXTURES;
import static dev.berth.ecs.EcsReadingTest.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that Berth does not support: errors of a strict reading, warnings of a lenient one. */
class EcsUnsupportedTest {
  @Test
  void aStrictReadingNamesThemAll() {
    Path file = FIXTURES.resolve("answer.json");
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            """
            FILE: /taskDefinition/taskDefinitionArn: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/executionRoleArn: there are no IAM roles: hand credentials to the \
            driver
            FILE: /taskDefinition/status: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/requiresAttributes: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/compatibilities: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/registeredAt: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/registeredBy: ECS fills it in when it answers: leave it out
            FILE: /taskDefinition/containerDefinitions/0/logConfiguration: logs are kept in bounded \
            files; see Task.logs()
            A lenient reading leaves these fields out and lists them as warnings.\
            """
                .replace("FILE", file.toString()));
  }

  @Test
  void aLenientReadingOfAnAnswerKeepsWhatItCan() {
    EcsReading reading = EcsJson.readLenient(FIXTURES.resolve("answer.json"));
    assertThat(reading.definition())
        .isEqualTo(
            TaskDefinition.builder("mail")
                .revision(12)
                .networkMode(NetworkMode.AWSVPC)
                .size(new TaskSize(256, 512))
                .tag("owner", "post")
                .container(
                    "mail",
                    mail ->
                        mail.image("registry.local/mail")
                            .port(new PortMapping("25", 25, 25, Protocol.TCP)))
                .build());
    assertThat(reading.warnings()).hasSize(8);
    assertThat(reading.warnings().get(7))
        .isEqualTo(
            new EcsWarning(
                "/taskDefinition/containerDefinitions/0/logConfiguration",
                "logs are kept in bounded files; see Task.logs()"))
        .hasToString(
            "/taskDefinition/containerDefinitions/0/logConfiguration:"
                + " logs are kept in bounded files; see Task.logs()");
  }

  @Test
  void aTaskOfTheEcsAgentIsReadWithoutItsState() {
    EcsReading reading = EcsJson.readLenient(FIXTURES.resolve("agent.json"));
    assertThat(reading.definition())
        .isEqualTo(
            TaskDefinition.builder("counter")
                .size(new TaskSize(0, 128))
                .container(
                    "counter",
                    counter ->
                        counter
                            .image("busybox")
                            .command("seq", "9")
                            .cpuUnits(5)
                            .memoryMiB(20)
                            .environment("STEP", "3")
                            .environment("name", "lower case keys are data")
                            .port(new PortMapping("7000", 7000, 0, Protocol.UDP)))
                .build());
    String state = ": is state of the ECS agent, not part of a definition";
    assertThat(reading.warnings().stream().map(EcsWarning::toString))
        .containsExactly(
            "/Arn" + state,
            "/Version" + state,
            "/CPULimit: is the limit as the ECS agent keeps it: write cpu instead",
            "/DesiredStatus" + state,
            "/KnownTime" + state,
            "/Containers/0/desiredStatus" + state,
            "/Containers/0/KnownStatus" + state,
            "/Containers/0/RunDependencies" + state,
            "/Containers/0/RestartPolicy: a service replaces the whole task instead");
  }

  @Test
  void unknownFieldsAreWarningsThatNameTheirPlace() {
    String json =
        task(
            "'colour': null, 'a/b': 1",
            "'portMappings': [{'containerPort': 1, 'port': 2}]",
            "'healthCheck': {'command': ['CMD', 'x'], 'grace': 1}");
    assertThat(EcsJson.parseLenient(json).warnings())
        .containsExactly(
            new EcsWarning("/colour", "a task definition has no such field"),
            new EcsWarning("/a~1b", "a task definition has no such field"),
            new EcsWarning(
                "/containerDefinitions/0/portMappings/0/port", "a port mapping has no such field"),
            new EcsWarning(
                "/containerDefinitions/0/healthCheck/grace", "a health check has no such field"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "taskRoleArn",
        "executionRoleArn",
        "pidMode",
        "ipcMode",
        "proxyConfiguration",
        "inferenceAccelerators",
        "ephemeralStorage",
        "runtimePlatform",
        "enableFaultInjection",
        "taskDefinitionArn",
        "status",
        "requiresAttributes",
        "compatibilities",
        "registeredAt",
        "registeredBy",
        "deregisteredAt",
        "deleteRequestedAt"
      })
  void everyOtherFieldThatEcsKnowsInATaskHasAReason(String field) {
    assertThat(EcsJson.parseLenient(task("'" + field + "': 'x'")).warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.pointer()).isEqualTo("/" + field);
          assertThat(warning.reason()).doesNotContain("no such field");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repositoryCredentials",
        "restartPolicy",
        "environmentFiles",
        "versionConsistency",
        "hostname",
        "disableNetworking",
        "privileged",
        "dnsServers",
        "dnsSearchDomains",
        "extraHosts",
        "dockerSecurityOptions",
        "interactive",
        "pseudoTerminal",
        "systemControls",
        "firelensConfiguration",
        "credentialSpecs"
      })
  void everyOtherFieldThatEcsKnowsInAContainerHasAReason(String field) {
    assertThat(EcsJson.parseLenient(task("'tags': []", "'" + field + "': true")).warnings())
        .singleElement()
        .satisfies(warning -> {
          assertThat(warning.pointer()).isEqualTo("/containerDefinitions/0/" + field);
          assertThat(warning.reason()).doesNotContain("no such field");
        });
  }

  @Test
  void linksAndSharedVolumesKeepTheirOrder() {
    String json =
        EcsReadingTest.quoted(
            "{'family': 'f', 'containerDefinitions': ["
                + "{'name': 'a', 'image': 'i', 'links': ['b:db', 'b', 'c'],"
                + " 'volumesFrom': [{'sourceContainer': 'd', 'readOnly': true}],"
                + " 'dependsOn': [{'containerName': 'c', 'condition': 'complete'}]},"
                + "{'name': 'b', 'image': 'i'},"
                + "{'name': 'c', 'image': 'i', 'essential': false},"
                + "{'name': 'd', 'image': 'i'}]}");
    EcsReading reading = EcsJson.parseLenient(json);
    assertThat(reading.definition().container("a").dependsOn())
        .extracting(Object::toString)
        .containsExactly(
            "ContainerDependency[container=c, condition=COMPLETE]",
            "ContainerDependency[container=b, condition=START]",
            "ContainerDependency[container=d, condition=START]");
    assertThat(reading.warnings().stream().map(EcsWarning::pointer))
        .containsExactly("/containerDefinitions/0/links", "/containerDefinitions/0/volumesFrom");
  }

  @Test
  void rangesOfPortsAndProtocolsOfServiceConnectAreLeftOut() {
    EcsReading reading =
        EcsJson.parseLenient(
            task(
                "'tags': []",
                "'portMappings': [{'containerPortRange': '80-90'},"
                    + " {'containerPort': 99, 'appProtocol': 'grpc'}]",
                "'resourceRequirements': [{'type': 'InferenceAccelerator', 'value': 'd1'}]"));
    assertThat(reading.definition().ports()).containsExactly(PortMapping.of(99));
    assertThat(reading.warnings())
        .containsExactly(
            new EcsWarning(
                "/containerDefinitions/0/resourceRequirements/0",
                "only AWS has Elastic Inference devices"),
            new EcsWarning(
                "/containerDefinitions/0/portMappings/0/containerPortRange",
                "give each port a mapping of its own"),
            new EcsWarning(
                "/containerDefinitions/0/portMappings/1/appProtocol",
                "only ECS Service Connect uses it"));
  }
}
