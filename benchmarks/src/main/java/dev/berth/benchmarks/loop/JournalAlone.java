package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.engine.TemporaryDirectory;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.nio.file.Path;
import java.util.List;

/** A journal that is given the events of a {@link Sample}, always as many at once. */
final class JournalAlone {
  /** A journal in memory takes more than that in no time, and keeps it in the heap. */
  private static final long MOST_EVENTS = 2_000_000;

  private JournalAlone() {}

  /** One round of at most about {@code nanos}; only the time of the appends counts. */
  static void round(
      JournalKind kind, int batch, long nanos, Sample sample, Path parent, Flow flow) {
    try (TemporaryDirectory directory = TemporaryDirectory.in(parent);
        Journal journal = kind.make(directory.path())) {
      JournalLease lease = journal.open();
      long next = lease.lastSequence() + 1;
      long spent = 0;
      long appended = 0;
      while (spent < nanos && appended < MOST_EVENTS) {
        List<JournalEntry> entries = sample.batch(lease.epoch(), next, batch);
        long begin = System.nanoTime();
        journal.append(lease.epoch(), entries);
        long took = System.nanoTime() - begin;
        flow.latency().recordValue(took);
        spent += took;
        next += batch;
        appended += batch;
      }
      flow.perSecond().add(appended * 1e9 / spent);
    }
  }
}
