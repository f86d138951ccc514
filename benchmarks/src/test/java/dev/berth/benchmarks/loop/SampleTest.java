package dev.berth.benchmarks.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journals are given is what an engine writes. */
class SampleTest {
  @TempDir Path folder;

  @Test
  void batchesContinueEachOtherAndAreTakenByAJournal() {
    Sample sample = Sample.take();
    try (Journal journal = Journals.directory(folder)) {
      JournalLease lease = journal.open();
      List<JournalEntry> first = sample.batch(lease.epoch(), 1, 20_000);
      journal.append(lease.epoch(), first);
      journal.append(lease.epoch(), sample.batch(lease.epoch(), 20_001, 3));
      assertThat(first)
          .extracting(JournalEntry::type)
          .contains("TaskPlaced", "TaskStarted", "TaskStopped");
    }
  }
}
