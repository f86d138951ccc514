package dev.berth.testkit;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A journal that passes every call on; tests override what they disturb. */
class ForwardingJournal implements Journal {
  private final Journal real;

  ForwardingJournal(Journal real) {
    this.real = real;
  }

  @Override
  public JournalLease open() {
    return real.open();
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    real.append(epoch, entries);
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    real.read(sequence, consumer);
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    real.writeSnapshot(epoch, sequence, chunks);
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return real.snapshot();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    return real.drop(epoch, sequence, most);
  }

  @Override
  public Optional<Path> directory() {
    // Without one an engine makes itself a temporary one, which a crashed engine leaves behind.
    return Optional.of(Path.of("target", "crashes"));
  }

  @Override
  public void requireLead(long epoch) {
    real.requireLead(epoch);
  }

  @Override
  public void onLost(Runnable listener) {
    real.onLost(listener);
  }

  @Override
  public void close() {
    real.close();
  }
}
