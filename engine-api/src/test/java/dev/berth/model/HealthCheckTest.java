package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCheckTest {
  @Test
  void hasTheDefaultsOfEcs() {
    HealthCheck check = HealthCheck.http("http", "/ready");

    assertThat(check.interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(check.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(check.retries()).isEqualTo(3);
    assertThat(check.startPeriod()).isZero();
  }

  @Test
  void everySettingHasBounds() {
    HealthCheck check = HealthCheck.tcp("http");
    Duration short9 = Duration.ofMillis(9);

    assertRefused(
        () -> check.interval(short9),
        "health check's interval (PT0.009S) must be between PT0.01S and PT1H");
    assertRefused(
        () -> check.interval(Duration.ofHours(2)),
        "health check's interval (PT2H) must be between PT0.01S and PT1H");
    assertRefused(
        () -> check.timeout(short9),
        "health check's timeout (PT0.009S) must be between PT0.01S and PT2M");
    assertRefused(
        () -> check.timeout(Duration.ofMinutes(3)),
        "health check's timeout (PT3M) must be between PT0.01S and PT2M");
    assertRefused(() -> check.retries(0), "health check's retries (0) must be between 1 and 10");
    assertRefused(() -> check.retries(11), "health check's retries (11) must be between 1 and 10");
    assertRefused(
        () -> check.startPeriod(Duration.ofSeconds(-1)),
        "health check's startPeriod (PT-1S) must be between PT0S and PT1H");
    assertRefused(
        () -> check.startPeriod(Duration.ofHours(2)),
        "health check's startPeriod (PT2H) must be between PT0S and PT1H");
  }

  @Test
  void aPathIsAbsoluteAndBounded() {
    assertRefused(
        () -> HealthCheck.http("http", "ready"),
        "health check's path 'ready' must begin with / and have at most 2048 characters");
    assertRefused(
        () -> HealthCheck.http("http", ""),
        "health check's path '' must begin with / and have at most 2048 characters");
    assertThatThrownBy(() -> HealthCheck.http("http", "/" + "a".repeat(2048)))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageEndingWith("and have at most 2048 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\tb", "/a\r\nHost: x", "/\0", "/\u007f", "/gr\u00fc\u00df"})
  void aPathWithSpacesControlsOrOtherAlphabetsIsRefused(String path) {
    assertThatThrownBy(() -> HealthCheck.http("http", path))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith(
            "health check's path '%s' holds a space, a control or a non-ASCII character at index "
                .formatted(path))
        .hasMessageEndingWith(": write it as %XX");
  }

  @Test
  void aPathThatNoProberCouldAskForIsRefused() {
    assertRefused(
        () -> HealthCheck.http("http", "/a|b"),
        "health check's path '/a|b' is no URI path (Illegal character in path at index 2): write"
            + " the character as %XX");
    for (String path : List.of("/{id}", "/a^b", "/a\\b", "/50%", "/\"x\"", "/?q=<a>")) {
      assertThatThrownBy(() -> HealthCheck.http("http", path))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("is no URI path");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ready", "/a%20b", "/x?deep=true&n=1", "//x", "/~a/!$&'()*+,;=:@"})
  void whatAProberCanAskForIsAccepted(String path) {
    HealthProbe.Http probe = (HealthProbe.Http) HealthCheck.http("http", path).probe();

    assertThat(URI.create("http://127.0.0.1:30000" + probe.path()).getPort()).isEqualTo(30000);
  }

  @Test
  void aCommandNamesAProgram() {
    assertRefused(HealthCheck::command, "health check's command is empty: name a program");
  }

  @Test
  void aCommandHasABoundedNumberOfArgumentsWithoutNul() {
    assertRefused(
        () -> new HealthProbe.Command(Collections.nCopies(257, "x")),
        "health check's arguments: 257 given, at most 256 allowed");
    assertRefused(
        () -> HealthCheck.command("test", "-f", "a\0b"),
        "health check's argument 2 holds a NUL character: remove it");
  }
}
