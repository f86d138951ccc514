package dev.berth.benchmarks.report;

import java.util.Locale;

/** How numbers are written: with as many digits as a reader can use. */
public final class Numbers {
  private Numbers() {}

  /** In full, such as {@code 1,234,567}, {@code 12.3} or {@code 1.067}. */
  public static String full(double value) {
    double size = Math.abs(value);
    if (value == Math.rint(value) && size < 1e15) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.2f" : size >= 0.001 ? "%.3f" : "%.2e";
    return String.format(Locale.ROOT, format, value);
  }

  /** In short, such as {@code 1.23M}, {@code 45k} or {@code 0.07}. */
  public static String brief(double value) {
    double size = Math.abs(value);
    if (size >= 999_500_000) {
      return threeDigits(value / 1e9) + "G";
    }
    if (size >= 999_500) {
      return threeDigits(value / 1e6) + "M";
    }
    if (size >= 999.5) {
      return threeDigits(value / 1e3) + "k";
    }
    return threeDigits(value);
  }

  private static String threeDigits(double value) {
    double size = Math.abs(value);
    int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.1 || size == 0 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
