package dev.berth.benchmarks.loop;

import dev.berth.benchmarks.engine.DataPlane;
import dev.berth.benchmarks.engine.Installation;
import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events as an engine writes them, to be appended again and again under new numbers. */
final class Sample {
  private static final int TASKS = 1_000;
  private static final int NODES = 10;

  private final List<JournalEntry> entries;

  private Sample(List<JournalEntry> entries) {
    this.entries = entries;
  }

  /** What an engine writes while 1,000 tasks come and go. */
  static Sample take() {
    Journal journal = Journals.inMemory();
    try (Installation installation =
        Installation.start(new DataPlane(NODES), journal, builder -> builder)) {
      installation.addNodes(NODES, TASKS);
      installation.addServices(1);
      installation.scaleTo(TASKS);
      installation.awaitSteady();
      installation.scaleTo(0);
      installation.awaitSteady();
    }
    List<JournalEntry> entries = new ArrayList<>();
    journal.open();
    journal.read(0, entries::add);
    journal.close();
    return new Sample(entries);
  }

  /** So many entries, the first of them with number {@code first}. */
  List<JournalEntry> batch(long epoch, long first, int count) {
    Instant now = Instant.now();
    List<JournalEntry> batch = new ArrayList<>(count);
    for (long sequence = first; sequence < first + count; sequence++) {
      JournalEntry entry = entries.get((int) (sequence % entries.size()));
      batch.add(new JournalEntry(sequence, epoch, now, entry.type(), entry.payload()));
    }
    return batch;
  }
}
