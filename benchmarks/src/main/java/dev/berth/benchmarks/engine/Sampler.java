package dev.berth.benchmarks.engine;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Looks at something now and then, from a thread of its own, while something else is done. */
public final class Sampler {
  private Sampler() {}

  /** Does {@code work}, and meanwhile runs {@code look} at once and then every {@code period}. */
  public static <T> T during(Duration period, Runnable look, Supplier<T> work) {
    try (ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sampler").daemon().factory())) {
      var unused = thread.scheduleAtFixedRate(look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
      return work.get();
    }
  }
}
