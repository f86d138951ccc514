package dev.berth.benchmarks.report;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that were allocated since it was started. */
public final class Allocation {
  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  private final boolean allThreads;
  private final long before;

  private Allocation(boolean allThreads) {
    this.allThreads = allThreads;
    this.before = now();
  }

  /** Counts what the calling thread allocates; exact to the byte. */
  public static Allocation ofThisThread() {
    return new Allocation(false);
  }

  /** Counts what all threads allocate, for subjects that work on threads of their own. */
  public static Allocation ofAllThreads() {
    return new Allocation(true);
  }

  /** What was allocated since. */
  public long bytes() {
    return now() - before;
  }

  private long now() {
    return allThreads
        ? THREADS.getTotalThreadAllocatedBytes()
        : THREADS.getCurrentThreadAllocatedBytes();
  }
}
