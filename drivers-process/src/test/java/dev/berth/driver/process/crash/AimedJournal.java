package dev.berth.driver.process.crash;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A journal whose appends can be aimed at. */
record AimedJournal(Journal journal, Aim.Trigger trigger) implements Journal {
  @Override
  public JournalLease open() {
    return journal.open();
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    Optional<Aim.When> still = trigger.at("append");
    if (still.equals(Optional.of(Aim.When.BEFORE))) {
      trigger.standStill();
    }
    journal.append(epoch, entries);
    if (still.isPresent()) {
      trigger.standStill();
    }
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
