package dev.berth.benchmarks.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;

/**
 * The CPU time that was used up to a moment: unlike the clock on the wall it does not depend on
 * what else the machine does. The threads are those of the engines that are open at that moment.
 *
 * @param loop of the threads that decide
 * @param journal of the threads that make durable what was decided
 * @param background of the threads that write snapshots and drop entries
 * @param process of the whole process, with the garbage collector and the compiler
 */
public record CpuTime(long loop, long journal, long background, long process) {
  /** Up to now. */
  public static CpuTime now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long loop = 0;
    long journal = 0;
    long background = 0;
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      long nanos = Math.max(0, threads.getThreadCpuTime(id));
      if (info != null) {
        switch (info.getThreadName()) {
          case "berth-loop" -> loop += nanos;
          case "berth-journal" -> journal += nanos;
          case "berth-background" -> background += nanos;
          default -> {
            // counted with the process
          }
        }
      }
    }
    return new CpuTime(
        loop,
        journal,
        background,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
  }

  /**
   * What was used after {@code before}. Threads that ended since are missing in their own column,
   * never in that of the process.
   */
  public CpuTime since(CpuTime before) {
    return new CpuTime(
        Math.max(0, loop - before.loop),
        Math.max(0, journal - before.journal),
        Math.max(0, background - before.background),
        process - before.process);
  }
}
