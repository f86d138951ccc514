package dev.berth.benchmarks;

import dev.berth.benchmarks.report.Report;

/** Something that can be measured, by name. */
public interface Benchmark {
  /** What it is called in {@code benchmarks/run NAME}, and its files with it. */
  String name();

  /**
   * Measures, and writes the figures into {@code report}.
   *
   * @throws UnusableSettingException if the settings lack what it needs
   */
  void run(Settings settings, Report report);

  /** Runs a benchmark as the program; what is missing ends it with status 2 and one line. */
  static void launch(Benchmark benchmark) {
    Settings settings = Settings.ofSystemProperties();
    Report report = new Report(benchmark.name(), settings.reportDirectory(), System.out);
    try {
      benchmark.run(settings, report);
    } catch (UnusableSettingException unusable) {
      System.err.printf("benchmarks/run %s: %s%n", benchmark.name(), unusable.getMessage());
      System.exit(2);
    }
  }
}
