package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal in memory. It can be opened again, closed before or not, and then continues with a
 * higher epoch: an engine that crashed in a test is started again on it.
 */
public final class MemoryJournal implements Journal {
  private static final String NAME = "journal in memory";

  private final String engineId = EngineIds.draw();
  private final List<JournalEntry> entries = new ArrayList<>();
  private long epoch;
  private boolean open;

  /** An empty journal. */
  public MemoryJournal() {}

  @Override
  public JournalLease open() {
    open = true;
    epoch++;
    return new JournalLease(engineId, epoch, entries.size());
  }

  @Override
  public void append(long epochOfCaller, List<JournalEntry> appended) {
    requireOpen();
    new Tail(epoch, entries.size()).requireNext(NAME, epochOfCaller, appended);
    entries.addAll(appended);
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    requireOpen();
    for (long next = sequence; next < entries.size(); next++) {
      consumer.accept(entries.get((int) next));
    }
  }

  @Override
  public Optional<Path> directory() {
    return Optional.empty();
  }

  @Override
  public void close() {
    open = false;
  }

  private void requireOpen() {
    if (!open) {
      throw new JournalException(NAME + " is closed: open it first");
    }
  }
}
