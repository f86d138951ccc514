package dev.berth.engine.decide;

import dev.berth.BerthException;
import dev.berth.event.Event;
import java.util.List;

/** What a decider made of a command. */
public sealed interface Decision {
  /** The facts the command makes; none if it asks for what is so already. */
  record Accepted(List<Event> events) implements Decision {
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /** The refusal, which changes nothing. */
  record Refused(BerthException reason) implements Decision {}

  /** Accepts with these events. */
  static Decision accept(Event... events) {
    return new Accepted(List.of(events));
  }
}
