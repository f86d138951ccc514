package dev.berth.driver.process.crash;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A journal whose appends can be aimed at. */
record AimedJournal(Journal journal, Aim.Trigger trigger) implements Journal {
  @Override
  public JournalLease open() {
    return journal.open();
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    aimed(
        "append",
        () -> {
          journal.append(epoch, entries);
          return entries.size();
        });
  }

  private <T> T aimed(String call, Supplier<T> made) {
    Optional<Aim.When> still = trigger.at(call);
    if (still.equals(Optional.of(Aim.When.BEFORE))) {
      trigger.standStill();
    }
    T result = made.get();
    if (still.isPresent()) {
      trigger.standStill();
    }
    return result;
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    aimed(
        "snapshot",
        () -> {
          journal.writeSnapshot(epoch, sequence, chunks);
          return sequence;
        });
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return journal.snapshot();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    return aimed("drop", () -> journal.drop(epoch, sequence, most));
  }

  @Override
  public void requireLead(long epoch) {
    journal.requireLead(epoch);
  }

  @Override
  public void onLost(Runnable listener) {
    journal.onLost(listener);
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    journal.read(sequence, consumer);
  }

  @Override
  public Optional<Path> directory() {
    return journal.directory();
  }

  @Override
  public void close() {
    journal.close();
  }
}
