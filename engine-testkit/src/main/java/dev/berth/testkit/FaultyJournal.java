package dev.berth.testkit;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal on a disk with faults, for engines that follow each other on it. It stays open when one
 * of them closes it, since that one may be the older of two.
 */
final class FaultyJournal implements Journal {
  private static final Duration LONGEST_FULL = Duration.ofSeconds(20);

  private final Journal disk;
  private final VirtualTime time;
  private final FaultPlan plan;
  private final Laws laws;
  private Instant fullUntil = Instant.MIN;

  FaultyJournal(Journal disk, VirtualTime time, FaultPlan plan, Laws laws) {
    this.disk = disk;
    this.time = time;
    this.plan = plan;
    this.laws = laws;
  }

  @Override
  public JournalLease open() {
    JournalLease lease = disk.open();
    laws.opened(lease);
    return lease;
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    if (full()) {
      throw new JournalException("the simulated disk is full");
    }
    if (plan.strikes(Fault.DISK_FULL)) {
      fullUntil = time.now().plus(plan.upTo(Fault.DISK_FULL, LONGEST_FULL));
      throw new JournalException("the simulated disk is full");
    }
    if (plan.strikes(Fault.CRASH_BEFORE_FLUSH) || plan.strikes(Fault.TORN_WRITE)) {
      throw new Crash();
    }
    boolean fails = plan.strikes(Fault.APPEND_FAILED);
    if (fails && plan.below(Fault.APPEND_FAILED, 2) == 0) {
      throw unknown();
    }
    disk.append(epoch, entries);
    laws.appended(epoch, entries);
    if (fails) {
      throw unknown();
    }
    if (plan.strikes(Fault.CRASH_AFTER_FLUSH)) {
      throw new Crash();
    }
  }

  /** Whether nothing can be appended now. */
  boolean full() {
    return time.now().isBefore(fullUntil) && !plan.over();
  }

  private static JournalException unknown() {
    return new JournalException("the simulated disk failed: whether it kept the batch is unknown");
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    disk.read(sequence, consumer);
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    if (full() || plan.strikes(Fault.SNAPSHOT_FAILED)) {
      throw new JournalException("the simulated disk keeps no snapshot");
    }
    disk.writeSnapshot(epoch, sequence, chunks);
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return disk.snapshot();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    return disk.drop(epoch, sequence, most);
  }

  /**
   * In one half of the seeds a deposed engine is not told, so that only its appends are refused.
   */
  @Override
  public void requireLead(long epoch) {
    if (!laws.deposedMayNotKnow()) {
      disk.requireLead(epoch);
    }
  }

  @Override
  public Optional<Path> directory() {
    return disk.directory();
  }

  @Override
  public void close() {}
}
