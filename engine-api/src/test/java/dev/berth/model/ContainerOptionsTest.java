package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.spi.SecretValue;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ContainerOptionsTest {
  private static ContainerDefinition container(UnaryOperator<ContainerDefinition.Builder> with) {
    return with.apply(ContainerDefinition.builder("app").image("i")).build();
  }

  private static void assertRefused(ThrowingCallable call, String part) {
    assertThatThrownBy(call).isInstanceOf(InvalidSpecException.class).hasMessageContaining(part);
  }

  @Test
  void namesWhatIsSet() {
    ContainerOptions options =
        ContainerOptions.builder().user("1000:1000").processLimit(10).stopSignal("SIGINT").build();
    assertThat(options.given()).containsExactly("user", "processLimit", "stopSignal");
    assertThat(ContainerOptions.builder().build().given()).isEmpty();
  }

  @Test
  void refusesWhatIsOutOfItsBounds() {
    assertRefused(() -> ContainerOptions.builder().user("a b").build(), "user 'a b' is not one");
    assertRefused(
        () -> ContainerOptions.builder().stopSignal("15").build(), "stop signal '15' is not one");
    assertRefused(
        () -> ContainerOptions.builder().processLimit(-1).build(), "process limit (-1) must be");
    assertRefused(
        () ->
            ContainerOptions.builder()
                .ulimit(Ulimit.Name.CORE, 0, 0)
                .ulimit(Ulimit.Name.CORE, 0, 1)
                .build(),
        "ulimit CORE is given twice");
    assertRefused(
        () -> new Ulimit(Ulimit.Name.CORE, 2, 1), "soft (2) must be between 0 and hard (1)");
    assertRefused(() -> new LogLimit(0, 1), "size of a log file in MiB (0) must be");
  }

  @Test
  void refusesPathsThatLeaveTheirPlace() {
    for (String path : new String[] {"data", "/", "/a/../b", "/a/..", "/a:b", ""}) {
      assertRefused(() -> new Mount.Tmpfs(path, 1), "must be absolute, below /");
    }
    assertThat(new Mount.Tmpfs("/a..b/.c", 1).path()).isEqualTo("/a..b/.c");
  }

  @Test
  void refusesWhatIsGivenTwice() {
    assertRefused(
        () ->
            container(app ->
                app.mount(new Mount.Tmpfs("/t", 1))
                    .mount(new Mount.SecretFile("/t", SecretReference.of("s")))),
        "path '/t' is mounted twice");
    assertRefused(
        () -> container(app -> app.environment("A", "1").secret("A", SecretReference.of("s"))),
        "environment variable 'A' is given twice");
  }

  @Test
  void mountsOnlyVolumesOfTheDefinition() {
    assertRefused(
        () ->
            TaskDefinition.builder("web")
                .volume("logs")
                .container(
                    "app", app -> app.image("i").mount(new Mount.VolumeMount("data", "/d", true)))
                .build(),
        "container 'app' mounts volume 'data', but the definition's volumes are [logs]");
  }

  @Test
  void aSecretPrintsNothingOfItself() {
    SecretValue value = SecretValue.of("hunter2");
    assertThat(value).hasToString("***");
    assertThat("%s %s".formatted(value, value.reveal())).isEqualTo("*** hunter2");
    assertRefused(() -> SecretReference.of("a b"), "secret name 'a b' is not one");
  }
}
