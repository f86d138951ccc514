package dev.berth.ecs;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the {@code dev.berth.*} labels spell them: {@code 2s}, {@code 500ms}, ISO 8601. */
final class EcsDurations {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private EcsDurations() {}

  static Duration parse(String what, String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidSpecException(
          "%s '%s' is not a duration: write it as 500ms, 2s, 1m, 1h or PT2S".formatted(what, text),
          e);
    }
  }

  static String write(Duration duration) {
    if (duration.toNanosPart() == 0) {
      return duration.toSeconds() + "s";
    }
    return duration.toNanosPart() % 1_000_000 == 0
        ? duration.toMillis() + "ms"
        : duration.toString();
  }

  /** Whether it is a container's timeout that every launch type of ECS takes. */
  static boolean fitsTimeout(Duration duration) {
    return duration.toNanosPart() == 0 && duration.toSeconds() >= 2 && duration.toSeconds() <= 120;
  }
}
