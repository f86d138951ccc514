package dev.berth.engine.time;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * The one timer queue: what is to be looked at when. Nothing in it is durable, because every
 * deadline follows from the state. Setting a timer earlier moves it, setting it later is left to
 * whoever is woken too early and looks again.
 */
public final class Timers {
  private record Entry(Instant at, long order, Wake wake) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::order));
  private final Map<Wake, Instant> earliest = new HashMap<>();
  private long order;

  /** Wakes {@code wake} at {@code at} at the latest. */
  public void set(Wake wake, Instant at) {
    Instant known = earliest.get(wake);
    if (known == null || at.isBefore(known)) {
      earliest.put(wake, at);
      queue.add(new Entry(at, order++, wake));
    }
  }

  /** Takes what is due, in the order of time and then of setting. */
  public List<Wake> due(Instant now) {
    List<Wake> due = new ArrayList<>();
    while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
      Entry entry = queue.remove();
      if (earliest.remove(entry.wake(), entry.at())) {
        due.add(entry.wake());
      }
    }
    return due;
  }

  /** When the next timer is due; empty if none is set. */
  public Optional<Instant> next() {
    while (!queue.isEmpty()) {
      Entry entry = queue.element();
      if (entry.at().equals(earliest.get(entry.wake()))) {
        return Optional.of(entry.at());
      }
      queue.remove();
    }
    return Optional.empty();
  }
}
