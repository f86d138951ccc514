package dev.berth.engine.journal;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;

class MemoryJournalSnapshotTest extends JournalSnapshotContractTest {
  @Override
  Journal empty() {
    return Journals.inMemory();
  }

  @Override
  Journal again(Journal closed) {
    return closed;
  }
}
