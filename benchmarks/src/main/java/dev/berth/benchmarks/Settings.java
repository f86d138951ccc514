package dev.berth.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a run was given as {@code -Dkey=value}. */
public final class Settings {
  private final UnaryOperator<@Nullable String> values;

  /**
   * Settings from anywhere, such as a map.
   *
   * @param values gives the value of a name, or null
   */
  public Settings(UnaryOperator<@Nullable String> values) {
    this.values = values;
  }

  static Settings ofSystemProperties() {
    return new Settings(name -> name == null ? null : System.getProperty(name));
  }

  /** Whether the run shall take less than a minute: fewer cases and shorter rounds. */
  public boolean quick() {
    return Boolean.parseBoolean(values.apply("quick"));
  }

  /** Where the figures and the chart go. */
  public Path reportDirectory() {
    return Path.of(text("report.directory").orElse("benchmarks/target"));
  }

  /** The value of a setting, if it was given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.apply(name)).filter(value -> !value.isBlank());
  }

  /** A whole number, at least 1. */
  public int positive(String name, int otherwise) {
    return text(name).map(value -> positive(name, value)).orElse(otherwise);
  }

  /** Whole numbers, at least 1 each, with commas between. */
  public List<Integer> positives(String name, String otherwise) {
    return Arrays.stream(text(name).orElse(otherwise).split(",", -1))
        .map(value -> positive(name, value.strip()))
        .toList();
  }

  private static int positive(String name, String given) {
    try {
      int value = Integer.parseInt(given);
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // told below, like a number that is too small
    }
    throw new UnusableSettingException(
        "-D%s=%s must be a whole number from 1 on".formatted(name, given));
  }

  /** What every random choice of the run starts from. */
  public long seed() {
    return positive("seed", 1);
  }

  /** A time such as {@code 500ms}, {@code 1s} or {@code 2m}. */
  public Duration duration(String name, Duration otherwise) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      return otherwise;
    }
    String value = given.get().toLowerCase(Locale.ROOT);
    try {
      Duration duration =
          value.endsWith("ms")
              ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
              : Duration.parse("PT" + value);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException notATime) {
      // told below, like a time that is not positive
    }
    throw new UnusableSettingException(
        "-D%s=%s must be a time such as 500ms, 1s or 2m".formatted(name, given.get()));
  }

  /**
   * A directory of data that is not part of the project.
   *
   * @param name the setting that names it
   * @param files what has to be in it
   */
  public Path directory(String name, List<String> files) {
    Optional<String> given = text(name);
    if (given.isEmpty()) {
      throw new UnusableSettingException(
          "-D%s=DIRECTORY is needed: a directory with %s"
              .formatted(name, String.join(", ", files)));
    }
    Path directory = Path.of(given.get());
    if (!Files.isDirectory(directory)) {
      throw new UnusableSettingException(
          "-D%s=%s is not a directory; it must be one with %s"
              .formatted(name, directory, String.join(", ", files)));
    }
    List<String> missing =
        files.stream().filter(file -> !Files.isReadable(directory.resolve(file))).toList();
    if (!missing.isEmpty()) {
      throw new UnusableSettingException(
          "-D%s=%s lacks %s".formatted(name, directory, String.join(", ", missing)));
    }
    return directory;
  }
}
