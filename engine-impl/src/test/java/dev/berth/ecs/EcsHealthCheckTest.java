package dev.berth.ecs;

import static dev.berth.ecs.EcsReadingTest.assertRefused;
import static dev.berth.ecs.EcsReadingTest.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.HealthCheck;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health checks: ECS's own field with its bounds, and the label for all that it cannot hold. */
class EcsHealthCheckTest {
  private static final String FIELD = "/containerDefinitions/0/healthCheck/";
  private static final String LABEL =
      "/containerDefinitions/0/dockerLabels/dev.berth.healthCheck: ";

  @Test
  void commandsAndLinesOfShellAreRead() {
    assertThat(check("'healthCheck': {'command': ['CMD', 'curl', '-f', 'x']}"))
        .contains(HealthCheck.command("curl", "-f", "x"));
    assertThat(check("'healthCheck': {'command': ['CMD-SHELL', 'a || b']}"))
        .contains(HealthCheck.command("/bin/sh", "-c", "a || b"));
  }

  @ParameterizedTest
  @CsvSource({
    "interval, 4, 5 and 300", "interval, 301, 5 and 300",
    "timeout, 1, 2 and 60", "timeout, 61, 2 and 60",
    "retries, 0, 1 and 10", "retries, 11, 1 and 10",
    "startPeriod, -1, 0 and 300", "startPeriod, 301, 0 and 300"
  })
  void settingsHaveTheBoundsOfEcs(String setting, int value, String bounds) {
    assertRefused(
        withField("'command': ['CMD', 'x'], '%s': %d".formatted(setting, value)),
        FIELD
            + "%s: %s (%d) must be between %s, as in ECS; a label dev.berth.healthCheck has wider bounds"
                .formatted(setting, setting, value, bounds));
  }

  @Test
  void commandsThatEcsRefusesAreRefused() {
    String kinds =
        "must begin with CMD, for a program and its arguments, or CMD-SHELL, for a line of shell";
    assertRefused(withField("'interval': 10"), FIELD + "command: " + kinds);
    assertRefused(withField("'command': ['curl', 'x']"), FIELD + "command: " + kinds);
    assertRefused(
        withField("'command': ['CMD']"),
        FIELD + "command: health check's command is empty: name a program");
    assertRefused(
        withField("'command': ['CMD-SHELL', 'curl', 'x']"),
        FIELD + "command: CMD-SHELL takes one line of shell, not 2 strings: join them or use CMD");
  }

  @ParameterizedTest
  @CsvSource({
    "http 80 /ready interval=2s, 2000",
    "http 80 /ready interval=PT2S, 2000",
    "'  http   80 /ready\tinterval=500ms ', 500",
    "http 80 /ready interval=1m, 60000",
    "http 80 /ready interval=1h, 3600000",
    "http 80 /ready, 30000"
  })
  void aLabelMakesAnHttpCheckWhoseSettingsMayBeLeftOut(String label, long milliseconds) {
    assertThat(check(withPort(label)))
        .contains(HealthCheck.http("80", "/ready").interval(Duration.ofMillis(milliseconds)));
  }

  @Test
  void aLabelMakesATcpCheckWithAllSettings() {
    assertThat(check(withPort("tcp 80 startPeriod=1s retries=5 timeout=20ms interval=10ms")))
        .contains(
            HealthCheck.tcp("80")
                .startPeriod(Duration.ofSeconds(1))
                .retries(5)
                .timeout(Duration.ofMillis(20))
                .interval(Duration.ofMillis(10)));
  }

  @Test
  void aBackslashMakesTheNextCharacterPartOfThePath() {
    assertThat(check(withPort("http 80 /a\\\\b\\\\=1"))).contains(HealthCheck.http("80", "/ab=1"));
  }

  @Test
  void aLabelChangesTheSettingsOfACommand() {
    assertThat(
            check(
                "'healthCheck': {'command': ['CMD', 'x'], 'interval': 5, 'retries': 2}",
                "'dockerLabels': {'dev.berth.healthCheck': 'command interval=1s'}"))
        .contains(HealthCheck.command("x").interval(Duration.ofSeconds(1)).retries(2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|'' is not a kind of health check: write http PORT PATH, tcp PORT or command",
        "grpc 80|'grpc' is not a kind of health check: write http PORT PATH, tcp PORT or command",
        "http|PORT is missing: write http PORT PATH, tcp PORT or command",
        "http 80|PATH is missing: write http PORT PATH, tcp PORT or command",
        "http 80 ready|health check's path 'ready' must begin with / and have at most 2048"
            + " characters",
        "tcp 80 fast|'fast' is not a setting: write interval=, timeout=, retries= or startPeriod=",
        "tcp 80 wait=1s|'wait=1s' is not a setting: write interval=, timeout=, retries= or"
            + " startPeriod=",
        "tcp 80 interval=2|interval '2' is not a duration: write it as 500ms, 2s, 1m, 1h or PT2S",
        "tcp 80 retries=many|retries 'many' is not a number",
        "tcp 80 retries=11|health check's retries (11) must be between 1 and 10",
        "tcp 80 interval=1ms|health check's interval (PT0.001S) must be between PT0.01S and PT1H",
        "tcp 80 retries=1 retries=1|'retries' is given twice",
        "command interval=1s|'command' changes the field healthCheck, which is missing"
      })
  void unreadableLabelsAreRefused(String label, String reason) {
    assertRefused(task("'tags': []", withPort(label)), LABEL + reason);
  }

  @Test
  void twoHealthChecksAreRefused() {
    assertRefused(
        task("'tags': []", "'healthCheck': {'command': ['CMD', 'x']}", withPort("tcp 80")),
        LABEL + "a container has one health check: drop this label or the field healthCheck");
  }

  @Test
  void aCheckOfAnUnknownPortIsRefused() {
    assertRefused(
        task("'tags': []", withPort("tcp http")),
        "/containerDefinitions/0: container 'a':"
            + " health check probes port 'http', but the container's ports are [80]");
  }

  private static Optional<HealthCheck> check(String... containerFields) {
    return EcsJson.parse(task("'tags': []", containerFields)).container("a").health();
  }

  private static String withField(String fields) {
    return task("'tags': []", "'healthCheck': {" + fields + "}");
  }

  /** Single quotes of the label stand for double ones, which no label of these tests holds. */
  private static String withPort(String label) {
    return "'portMappings': [{'containerPort': 80}],"
        + " 'dockerLabels': {'dev.berth.healthCheck': '%s'}".formatted(label.replace("\t", "\\t"));
  }
}
