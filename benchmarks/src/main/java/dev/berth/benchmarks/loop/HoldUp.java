package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.engine.TemporaryDirectory;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.HdrHistogram.Histogram;

/**
 * How long an append of one event takes while the journal writes a snapshot beside it, and while it
 * drops what nobody needs any more: what compaction costs those who wait for an answer.
 */
final class HoldUp {
  private static final int FILLED_AT_ONCE = 10_000;

  /** As an engine does it. */
  private static final int DROPPED_AT_ONCE = 500;

  private static final int TASKS_IN_A_CHUNK = 1_000;

  private final Journal journal;
  private final JournalLease lease;
  private final Sample sample;
  private long next;

  private HoldUp(Journal journal, Sample sample) {
    this.journal = journal;
    this.sample = sample;
    lease = journal.open();
    next = lease.lastSequence() + 1;
  }

  /** What goes on beside the appends. */
  enum Beside {
    NOTHING("nothing"),
    SNAPSHOT("a snapshot is written"),
    DROP("entries are dropped");

    private final String label;

    Beside(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * How long appends took.
   *
   * @param beside what went on meanwhile
   * @param latency in nanoseconds
   */
  record Measured(Beside beside, Histogram latency) {}

  /** One after the other on a journal of so many events, whose snapshot is of as many tasks. */
  static List<Measured> measure(int events, long nanos, Sample sample, Path parent) {
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent);
        Journal journal = JournalKind.SQLITE.make(directory.path())) {
      HoldUp holdUp = new HoldUp(journal, sample);
      holdUp.fill(events);
      long newest = holdUp.next - 1;
      Runnable wait =
          () -> {
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
              Thread.onSpinWait();
            }
          };
      List<Measured> measured = new ArrayList<>();
      measured.add(holdUp.during(Beside.NOTHING, wait));
      measured.add(holdUp.during(Beside.SNAPSHOT, () -> holdUp.snapshot(newest, events)));
      // What the older one of the two newest snapshots needs is never dropped.
      holdUp.snapshot(holdUp.next - 1, 1);
      measured.add(holdUp.during(Beside.DROP, () -> holdUp.drop(newest)));
      return measured;
    }
  }

  private void fill(int events) {
    for (int left = events; left > 0; left -= FILLED_AT_ONCE) {
      append(Math.min(left, FILLED_AT_ONCE));
    }
  }

  private long append(int count) {
    List<JournalEntry> entries = sample.batch(lease.epoch(), next, count);
    long begin = System.nanoTime();
    journal.append(lease.epoch(), entries);
    next += count;
    return System.nanoTime() - begin;
  }

  private Measured during(Beside beside, Runnable work) {
    Histogram latency = new Histogram(3);
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(work, task -> Thread.ofPlatform().daemon().start(task));
    do {
      latency.recordValue(append(1));
    } while (!done.isDone());
    try {
      done.join();
    } catch (CompletionException failure) {
      throw new IllegalStateException("what went on beside the appends failed", failure);
    }
    return new Measured(beside, latency);
  }

  private void snapshot(long sequence, int tasks) {
    StringBuilder text = new StringBuilder();
    for (JournalEntry entry : sample.batch(lease.epoch(), 1, TASKS_IN_A_CHUNK)) {
      text.append(entry.payload());
    }
    byte[] chunk = text.toString().getBytes(StandardCharsets.UTF_8);
    int chunks = Math.max(1, tasks / TASKS_IN_A_CHUNK);
    journal.writeSnapshot(lease.epoch(), sequence, Collections.nCopies(chunks, chunk).iterator());
  }

  private void drop(long last) {
    int dropped;
    do {
      dropped = journal.drop(lease.epoch(), last, DROPPED_AT_ONCE);
    } while (dropped > 0);
  }
}
