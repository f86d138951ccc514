package dev.berth.engine.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The one timer queue: what is to be looked at when. Nothing in it is durable, because every
 * deadline follows from the state. Setting a timer earlier moves it, setting it later is left to
 * whoever is woken too early and looks again. All that is due at one time, as deadlines that were
 * set in one step often are, shares an entry.
 */
public final class Timers {
  private final TreeMap<Instant, SequencedSet<Wake>> queue = new TreeMap<>();
  private final Map<Wake, Instant> earliest = new HashMap<>();

  /** Wakes {@code wake} at {@code at} at the latest. */
  public void set(Wake wake, Instant at) {
    Instant known = earliest.get(wake);
    if (known == null || at.isBefore(known)) {
      if (known != null) {
        dequeue(wake, known);
      }
      earliest.put(wake, at);
      queue.computeIfAbsent(at, time -> new LinkedHashSet<>()).add(wake);
    }
  }

  /** Leaves {@code wake} alone until it is set again: nothing is due any more. */
  public void cancel(Wake wake) {
    Instant known = earliest.remove(wake);
    if (known != null) {
      dequeue(wake, known);
    }
  }

  private void dequeue(Wake wake, Instant at) {
    SequencedSet<Wake> sharing = queue.get(at);
    if (sharing != null && sharing.remove(wake) && sharing.isEmpty()) {
      queue.remove(at);
    }
  }

  /** Takes what is due, in the order of time and then of setting. */
  public List<Wake> due(Instant now) {
    List<Wake> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.firstKey().isAfter(now)) {
      due.addAll(queue.pollFirstEntry().getValue());
    }
    due.forEach(earliest::remove);
    return due;
  }

  /** When the next timer is due; empty if none is set. */
  public Optional<Instant> next() {
    return queue.isEmpty() ? Optional.empty() : Optional.of(queue.firstKey());
  }
}
