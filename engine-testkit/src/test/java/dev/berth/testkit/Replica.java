package dev.berth.testkit;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.snapshot.SnapshotCodec;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.engine.state.StateRestorer;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalSnapshot;

/** A state that knows only what the journal says. */
final class Replica {
  // Costly to make; nothing in them changes.
  private static final EventCodec EVENTS = new EventCodec();
  private static final SnapshotCodec SNAPSHOTS = new SnapshotCodec();

  private EngineState state = new EngineState();

  /** A replica that begins with nothing. */
  Replica() {}

  /** A replica that begins with a snapshot. */
  Replica(JournalSnapshot snapshot) {
    SNAPSHOTS.decode(snapshot, new StateRestorer(state));
  }

  EngineState state() {
    return state;
  }

  /** The state after all that {@code journal} has, made from a snapshot where entries are gone. */
  EngineState follow(Journal journal) {
    try {
      read(journal);
    } catch (JournalException dropped) {
      state = new Replica(journal.snapshot().orElseThrow(() -> dropped)).state;
      read(journal);
    }
    return state;
  }

  private void read(Journal journal) {
    EventApplier applier = new EventApplier(state, new Changes());
    journal.read(state.sequence(), entry -> applier.apply(EVENTS.toRecord(entry)));
  }
}
