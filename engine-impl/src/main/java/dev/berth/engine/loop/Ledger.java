package dev.berth.engine.loop;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.EventApplier;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.TaskStopped;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of every event: applied to the state at once, so that the next decision of the same step
 * knows of it, and appended to the journal with all others of the step. Nothing leaves the loop
 * before that append: if it fails the engine stops, and the state that ran ahead is thrown away.
 */
public final class Ledger {
  private final Journal journal;
  private final JournalLease lease;
  private final EventCodec codec;
  private final EventApplier applier;
  private final Placement placement;
  private List<EventRecord> pending = new ArrayList<>();
  private List<JournalEntry> entries = new ArrayList<>();
  private long sequence;

  /** A ledger that continues the journal at {@code lease}. */
  public Ledger(
      Journal journal,
      JournalLease lease,
      EventCodec codec,
      EventApplier applier,
      Placement placement) {
    this.journal = journal;
    this.lease = lease;
    this.codec = codec;
    this.applier = applier;
    this.placement = placement;
    this.sequence = lease.lastSequence();
  }

  /** Brings the state from {@code sequence} to where the journal is. */
  public void replay(long sequence) {
    journal.read(sequence, entry -> apply(codec.toRecord(entry)));
  }

  /**
   * Refuses to go on for an engine that may no longer lead.
   *
   * @throws JournalException as {@link Journal#requireLead}
   */
  void requireLead() {
    journal.requireLead(lease.epoch());
  }

  /** Makes {@code event} a fact of this step. */
  void record(Event event, Instant now) {
    record(List.of(event), now);
  }

  /**
   * Makes {@code events} facts of this step, all or none.
   *
   * @throws JournalException if one cannot be encoded; nothing has changed then
   */
  void record(List<Event> events, Instant now) {
    List<JournalEntry> encoded = new ArrayList<>(events.size());
    long next = sequence;
    for (Event event : events) {
      encoded.add(codec.toEntry(++next, lease.epoch(), now, event));
    }
    for (Event event : events) {
      EventRecord record = new EventRecord(++sequence, now, event);
      apply(record);
      pending.add(record);
    }
    entries.addAll(encoded);
  }

  /** How many facts this step has so far. */
  int pending() {
    return pending.size();
  }

  private void apply(EventRecord record) {
    if (record.event() instanceof TaskStopped stopped) {
      placement.release(stopped.task());
    }
    applier.apply(record);
    placement.follow(record.event());
  }

  /** Takes the facts of this step. */
  Step take(List<Input> inputs, List<Runnable> replies) {
    Step step = new Step(inputs, pending, entries, replies);
    pending = new ArrayList<>();
    entries = new ArrayList<>();
    return step;
  }

  /** Makes the facts of a step durable; steps come in their order, from one thread at a time. */
  void append(Step step) {
    if (!step.entries().isEmpty()) {
      journal.append(lease.epoch(), step.entries());
    }
  }
}
