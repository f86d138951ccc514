package dev.berth.benchmarks.report;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a benchmark is and how long it still takes, on standard error: redrawn in place on a
 * terminal, and else a line now and then.
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 100;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

  private final ProgressBar bar;
  private final boolean live;
  private final PrintStream out;
  private String shown = "";

  private Progress(String what, long steps, boolean live, PrintStream out) {
    this.live = live;
    this.out = out;
    // The bar repaints from a thread of its own, seldom enough not to be seen in any figure.
    this.bar =
        ProgressBar.builder()
            .setTaskName(what)
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.UNICODE_BLOCK)
            .setUpdateIntervalMillis(live ? 500 : (int) BETWEEN_LINES.toMillis())
            .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH))
            .build();
  }

  /** Begins something of so many steps. */
  public static Progress of(String what, long steps) {
    return new Progress(what, steps, Boolean.getBoolean("progress.live"), System.err);
  }

  /** One step is done. */
  public void step() {
    bar.step();
  }

  /** So many steps are done in all. */
  public void at(long steps) {
    bar.stepTo(steps);
  }

  /** How many steps are done. */
  public long done() {
    return bar.getCurrent();
  }

  /** Says what is being done just now. */
  public void doing(String what) {
    bar.setExtraMessage(" " + what);
  }

  @Override
  public void close() {
    bar.close();
    if (live) {
      out.println();
    }
  }

  private void show(String line) {
    if (live) {
      out.print('\r' + line);
      out.flush();
    } else if (!line.equals(shown)) {
      out.println(line.strip());
    }
    shown = line;
  }
}
