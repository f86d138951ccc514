package dev.berth.engine.reconcile;

import dev.berth.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reconcile came to: the events it wants, and when it wants to look again. */
public final class Reconciliation {
  private final List<Event> events = new ArrayList<>();
  private @Nullable Instant lookAgain;

  Reconciliation() {}

  void add(Event event) {
    events.add(event);
  }

  void lookAgainAt(Instant when) {
    if (lookAgain == null || when.isBefore(lookAgain)) {
      lookAgain = when;
    }
  }

  /** The events, in order. */
  public List<Event> events() {
    return events;
  }

  /** The earliest time at which the result may be another although nothing happened. */
  public @Nullable Instant lookAgain() {
    return lookAgain;
  }
}
