package dev.berth.benchmarks.engine;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A journal that counts what passes through it, and that can be left as a kill would leave it. */
public final class MeasuredJournal implements Journal {
  private final Journal journal;
  private final AtomicLong appends = new AtomicLong();
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong appendNanos = new AtomicLong();
  private final AtomicLong replayed = new AtomicLong();
  private final AtomicLong lastSequence = new AtomicLong();
  private final AtomicLong snapshotSequence = new AtomicLong();
  private final AtomicInteger inBackground = new AtomicInteger();
  private final AtomicBoolean killed = new AtomicBoolean();

  /** Passes everything on to {@code journal}. */
  public MeasuredJournal(Journal journal) {
    this.journal = journal;
  }

  /**
   * What was appended since the journal was opened.
   *
   * @param appends how often
   * @param entries how many events
   * @param nanos how long it took until they were durable
   */
  public record Appended(long appends, long entries, long nanos) {
    /** What came after {@code before}. */
    public Appended since(Appended before) {
      return new Appended(appends - before.appends, entries - before.entries, nanos - before.nanos);
    }
  }

  /** What was appended so far. */
  public Appended appended() {
    return new Appended(appends.get(), entries.get(), appendNanos.get());
  }

  /** How many entries were read, which is what a start had to replay. */
  public long replayed() {
    return replayed.get();
  }

  /** Up to where the snapshot went from which a start began; 0 if there was none. */
  public long snapshotSequence() {
    return snapshotSequence.get();
  }

  /** The newest entry. */
  public long lastSequence() {
    return lastSequence.get();
  }

  /** Whether no snapshot is being written just now, and nothing dropped. */
  public boolean quiet() {
    return inBackground.get() == 0;
  }

  /**
   * From now on no snapshot is kept, so that what the engine writes when it is detached is not
   * there at the next start, as after a kill.
   */
  public void kill() {
    killed.set(true);
  }

  @Override
  public JournalLease open() {
    JournalLease lease = journal.open();
    lastSequence.set(lease.lastSequence());
    return lease;
  }

  @Override
  public void append(long epoch, List<JournalEntry> appended) {
    long begin = System.nanoTime();
    journal.append(epoch, appended);
    appendNanos.addAndGet(System.nanoTime() - begin);
    appends.incrementAndGet();
    entries.addAndGet(appended.size());
    lastSequence.addAndGet(appended.size());
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    journal.read(
        sequence,
        entry -> {
          replayed.incrementAndGet();
          consumer.accept(entry);
        });
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    if (killed.get()) {
      return;
    }
    inBackground.incrementAndGet();
    try {
      journal.writeSnapshot(epoch, sequence, chunks);
    } finally {
      inBackground.decrementAndGet();
    }
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    Optional<JournalSnapshot> snapshot = journal.snapshot();
    snapshotSequence.set(snapshot.map(JournalSnapshot::sequence).orElse(0L));
    return snapshot;
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    inBackground.incrementAndGet();
    try {
      return journal.drop(epoch, sequence, most);
    } finally {
      inBackground.decrementAndGet();
    }
  }

  @Override
  public Optional<Path> directory() {
    return journal.directory();
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
  public void close() {
    journal.close();
  }
}
