package dev.berth.testkit;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The beginning of a journal, as a disk leaves it that lost what was written last. */
final class CutJournal extends ForwardingJournal {
  private final List<JournalEntry> entries;

  CutJournal(Journal whole, List<JournalEntry> left) {
    super(whole);
    this.entries = new ArrayList<>(left);
  }

  @Override
  public JournalLease open() {
    JournalLease lease = super.open();
    return new JournalLease(lease.engineId(), lease.epoch(), entries.size());
  }

  @Override
  public void append(long epoch, List<JournalEntry> more) {
    entries.addAll(more);
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    entries.stream().skip(sequence).forEach(consumer);
  }
}
