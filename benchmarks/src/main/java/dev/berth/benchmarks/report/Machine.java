package dev.berth.benchmarks.report;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Where and when figures were measured, in one line. */
public final class Machine {
  private Machine() {}

  /** System, cores, Java and date. */
  public static String describe() {
    return "%s %s, %d cores, Java %s (%s) · %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            Runtime.version().feature(),
            System.getProperty("java.vm.vendor"),
            LocalDate.now(ZoneOffset.UTC));
  }
}
