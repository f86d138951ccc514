package dev.berth.ecs;

import dev.berth.InvalidSpecException;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The value of the label {@code dev.berth.healthCheck}: words separated by spaces, first what is
 * probed, then settings.
 *
 * <pre>
 * http web /ready interval=2s
 * tcp 5432 timeout=1s retries=5
 * command interval=500ms
 * </pre>
 *
 * <p>The last one changes the settings of the command that stands in the field {@code healthCheck}.
 */
final class EcsHealthLabel {
  private static final String FORMS = "http PORT PATH, tcp PORT or command";

  private EcsHealthLabel() {}

  static HealthCheck parse(String text, Optional<HealthCheck> field) {
    Deque<String> words = words(text);
    String kind = words.isEmpty() ? "" : words.pop();
    HealthCheck check =
        switch (kind) {
          case "http" -> alone(field, HealthCheck.http(next(words, "PORT"), next(words, "PATH")));
          case "tcp" -> alone(field, HealthCheck.tcp(next(words, "PORT")));
          case "command" ->
              field.orElseThrow(() ->
                  new InvalidSpecException(
                      "'command' changes the field healthCheck, which is missing"));
          default ->
              throw new InvalidSpecException(
                  "'%s' is not a kind of health check: write %s".formatted(kind, FORMS));
        };
    Set<String> seen = new HashSet<>();
    for (String word : words) {
      check = with(check, word, seen);
    }
    return check;
  }

  /** A label that says all of {@code check} that ECS's own field cannot hold; empty if nothing. */
  static Optional<String> write(HealthCheck check) {
    StringJoiner words = new StringJoiner(" ");
    HealthCheck otherwise =
        switch (check.probe()) {
          case HealthProbe.Http http -> {
            words.add("http").add(http.port()).add(escaped(http.path()));
            yield HealthCheck.of(http);
          }
          case HealthProbe.Tcp tcp -> {
            words.add("tcp").add(tcp.port());
            yield HealthCheck.of(tcp);
          }
          case HealthProbe.Command command -> {
            words.add("command");
            yield withinEcs(check);
          }
        };
    if (check.probe() instanceof HealthProbe.Command && check.equals(otherwise)) {
      return Optional.empty();
    }
    if (!check.interval().equals(otherwise.interval())) {
      words.add("interval=" + EcsDurations.write(check.interval()));
    }
    if (!check.timeout().equals(otherwise.timeout())) {
      words.add("timeout=" + EcsDurations.write(check.timeout()));
    }
    if (check.retries() != otherwise.retries()) {
      words.add("retries=" + check.retries());
    }
    if (!check.startPeriod().equals(otherwise.startPeriod())) {
      words.add("startPeriod=" + EcsDurations.write(check.startPeriod()));
    }
    return Optional.of(words.toString());
  }

  /** The nearest check that ECS's own field can hold: whole seconds within ECS's bounds. */
  static HealthCheck withinEcs(HealthCheck check) {
    return check
        .interval(within(check.interval(), 5, 300))
        .timeout(within(check.timeout(), 2, 60))
        .startPeriod(within(check.startPeriod(), 0, 300));
  }

  private static Duration within(Duration duration, int least, int most) {
    long seconds = duration.toSeconds() + (duration.toNanosPart() > 0 ? 1 : 0);
    return Duration.ofSeconds(Math.clamp(seconds, least, most));
  }

  private static HealthCheck alone(Optional<HealthCheck> field, HealthCheck check) {
    if (field.isPresent()) {
      throw new InvalidSpecException(
          "a container has one health check: drop this label or the field healthCheck");
    }
    return check;
  }

  private static HealthCheck with(HealthCheck check, String word, Set<String> seen) {
    int equals = word.indexOf('=');
    String setting = equals < 0 ? word : word.substring(0, equals);
    String value = word.substring(equals + 1);
    if (!seen.add(setting)) {
      throw new InvalidSpecException("'" + setting + "' is given twice");
    }
    return switch (equals < 0 ? "" : setting) {
      case "interval" -> check.interval(EcsDurations.parse(setting, value));
      case "timeout" -> check.timeout(EcsDurations.parse(setting, value));
      case "startPeriod" -> check.startPeriod(EcsDurations.parse(setting, value));
      case "retries" -> check.retries(retries(value));
      default ->
          throw new InvalidSpecException(
              "'%s' is not a setting: write interval=, timeout=, retries= or startPeriod="
                  .formatted(word));
    };
  }

  private static int retries(String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw new InvalidSpecException("retries '%s' is not a number".formatted(value));
    }
    return Integer.parseInt(value);
  }

  private static String next(Deque<String> words, String what) {
    if (words.isEmpty()) {
      throw new InvalidSpecException("%s is missing: write %s".formatted(what, FORMS));
    }
    return words.pop();
  }

  /** Words separated by white space; a backslash makes the next character part of its word. */
  private static Deque<String> words(String text) {
    Deque<String> words = new ArrayDeque<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\' && i + 1 < text.length()) {
        i++;
        word.append(text.charAt(i));
      } else if (!separates(character)) {
        word.append(character);
      } else if (!word.isEmpty()) {
        words.add(word.toString());
        word.setLength(0);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static String escaped(String path) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character == '\\' || separates(character)) {
        escaped.append('\\');
      }
      escaped.append(character);
    }
    return escaped.toString();
  }

  private static boolean separates(char character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }
}
