package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
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
  private final SnapshotRules rules = new SnapshotRules(NAME);
  private final List<JournalEntry> entries = new ArrayList<>();
  private final Deque<JournalSnapshot> snapshots = new ArrayDeque<>();
  private long dropped;
  private long epoch;
  private boolean open;

  /** An empty journal. */
  public MemoryJournal() {}

  @Override
  public synchronized JournalLease open() {
    open = true;
    epoch++;
    return new JournalLease(engineId, epoch, tail().lastSequence());
  }

  @Override
  public synchronized void append(long epochOfCaller, List<JournalEntry> appended) {
    requireOpen();
    tail().requireNext(NAME, epochOfCaller, appended);
    entries.addAll(appended);
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    after(sequence).forEach(consumer);
  }

  @Override
  public void writeSnapshot(long epochOfCaller, long sequence, Iterator<byte[]> chunks) {
    requireNextSnapshot(epochOfCaller, sequence);
    List<byte[]> copies = new ArrayList<>();
    rules.bounded(sequence, chunks).forEachRemaining(chunk -> copies.add(chunk.clone()));
    keep(epochOfCaller, new JournalSnapshot(sequence, () -> copiesOf(copies)));
  }

  @Override
  public synchronized Optional<JournalSnapshot> snapshot() {
    requireOpen();
    return Optional.ofNullable(snapshots.peekLast());
  }

  @Override
  public synchronized int drop(long epochOfCaller, long sequence, int most) {
    requireOpen();
    long last = rules.droppable(tail(), epochOfCaller, sequence, most, sequencesOfSnapshots());
    int count = Math.clamp(last - dropped, 0, most);
    entries.subList(0, count).clear();
    dropped += count;
    return count;
  }

  @Override
  public Optional<Path> directory() {
    return Optional.empty();
  }

  @Override
  public synchronized void requireLead(long epochOfCaller) {
    requireOpen();
    tail().requireNewest(NAME, epochOfCaller);
  }

  @Override
  public synchronized void close() {
    open = false;
  }

  private synchronized List<JournalEntry> after(long sequence) {
    requireOpen();
    rules.requireKept(sequence, dropped);
    int passed = (int) Math.min(sequence - dropped, entries.size());
    return List.copyOf(entries.subList(passed, entries.size()));
  }

  private synchronized void requireNextSnapshot(long epochOfCaller, long sequence) {
    requireOpen();
    rules.requireNext(tail(), epochOfCaller, sequence, sequencesOfSnapshots());
  }

  private synchronized void keep(long epochOfCaller, JournalSnapshot snapshot) {
    requireNextSnapshot(epochOfCaller, snapshot.sequence());
    snapshots.addLast(snapshot);
    while (snapshots.size() > SnapshotRules.KEPT) {
      snapshots.removeFirst();
    }
  }

  private List<Long> sequencesOfSnapshots() {
    return snapshots.stream().map(JournalSnapshot::sequence).toList();
  }

  private Tail tail() {
    return new Tail(epoch, dropped + entries.size());
  }

  private void requireOpen() {
    if (!open) {
      throw new JournalException(NAME + " is closed: open it first");
    }
  }

  /** The bytes themselves stay with the journal: what a reader does to its own changes nothing. */
  private static Iterator<byte[]> copiesOf(List<byte[]> chunks) {
    return chunks.stream().map(byte[]::clone).iterator();
  }
}
