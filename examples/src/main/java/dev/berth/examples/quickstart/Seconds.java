package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them. */
final class Seconds {
  private static final double MILLIS = 1_000.0;

  private Seconds() {}

  /** In seconds with one decimal: {@code 2.5 s}. */
  static String of(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
  }
}
