package dev.berth.driver.process.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the engine has acknowledged, and so must still know after any death; and what it had been
 * asked when it died, of which it may have done the first of each service or not.
 */
final class Promises {
  /**
   * A service as it shall be.
   *
   * @param count the desired number of tasks
   * @param version what they run
   */
  record Wanted(int count, String version) {}

  private record Asked(long number, CrashOrder order) {}

  private final Map<String, Wanted> kept = new TreeMap<>();
  private final Map<String, Deque<Asked>> open = new LinkedHashMap<>();
  private final Map<String, Optional<Wanted>> doubtful = new TreeMap<>();
  private final Set<String> stopped = new HashSet<>();
  private long asked;
  private long acknowledged;

  /** An order is on its way; gives the number under which it is answered. */
  long asked(CrashOrder order) {
    asked++;
    open.computeIfAbsent(order.service(), absent -> new ArrayDeque<>())
        .add(new Asked(asked, order));
    return asked;
  }

  /** What the service will be once all that was asked is done; empty if it will not be. */
  Optional<Wanted> expected(String service) {
    Optional<Wanted> wanted = Optional.ofNullable(kept.get(service));
    for (Asked asked : open.getOrDefault(service, new ArrayDeque<>())) {
      wanted = after(wanted, asked.order);
    }
    return wanted;
  }

  private static Optional<Wanted> after(Optional<Wanted> before, CrashOrder order) {
    return switch (order) {
      case CrashOrder.Create create -> Optional.of(new Wanted(create.count(), create.version()));
      case CrashOrder.Scale scale ->
          before.map(wanted -> new Wanted(scale.count(), wanted.version));
      case CrashOrder.Update update ->
          before.map(wanted -> new Wanted(wanted.count, update.version()));
      case CrashOrder.Stop stop -> before;
      case CrashOrder.Delete delete -> Optional.empty();
    };
  }

  /** How many orders were not answered yet. */
  int unanswered() {
    return open.values().stream().mapToInt(Deque::size).sum();
  }

  long acknowledged() {
    return acknowledged;
  }

  /** The engine said that it is done: from now on it has to be so. */
  void done(long number, String result) {
    CrashOrder order = answered(number);
    acknowledged++;
    put(order.service(), after(Optional.ofNullable(kept.get(order.service())), order));
    if (order instanceof CrashOrder.Stop && !result.equals("-")) {
      stopped.add(result);
    }
  }

  /**
   * The engine refused, which it may only for two reasons.
   *
   * @throws IllegalStateException if it is for another
   */
  void refused(long number, String reason) {
    CrashOrder order = answered(number);
    // It may still be on its way out, and then what followed its creation has no service either.
    boolean gone = !kept.containsKey(order.service());
    boolean stoppedMeanwhile = order instanceof CrashOrder.Stop;
    if (!gone && !stoppedMeanwhile) {
      throw new IllegalStateException("'%s' was refused: %s".formatted(order.line(), reason));
    }
  }

  private CrashOrder answered(long number) {
    for (Deque<Asked> asked : open.values()) {
      Iterator<Asked> first = asked.iterator();
      if (first.hasNext()) {
        Asked candidate = first.next();
        if (candidate.number == number) {
          first.remove();
          return candidate.order;
        }
      }
    }
    throw new IllegalStateException("an answer to " + number + ", which was not asked: " + open);
  }

  /** The engine died. */
  void died() {
    open.forEach((service, asked) -> {
      if (!asked.isEmpty()) {
        doubtful.put(
            service, after(Optional.ofNullable(kept.get(service)), asked.getFirst().order));
      }
    });
    open.clear();
  }

  /**
   * Compares with what the next engine knows, which is what holds from now on.
   *
   * @throws IllegalStateException if something acknowledged is lost
   */
  void requireKept(Map<String, Wanted> told) {
    Set<String> names = new TreeSet<>(kept.keySet());
    names.addAll(told.keySet());
    for (String name : names) {
      Optional<Wanted> before = Optional.ofNullable(kept.get(name));
      Optional<Wanted> now = Optional.ofNullable(told.get(name));
      Optional<Wanted> perhaps = doubtful.getOrDefault(name, before);
      if (!now.equals(before) && !now.equals(perhaps)) {
        throw new IllegalStateException(
            "lost: of service '%s' %s was acknowledged, %s was asked for last, and there is %s"
                .formatted(name, before, perhaps, now));
      }
    }
    doubtful.clear();
    kept.clear();
    kept.putAll(told);
  }

  /** The services that shall be. */
  Map<String, Wanted> wanted() {
    return Map.copyOf(kept);
  }

  /** The tasks whose end was acknowledged. */
  Set<String> stopped() {
    return Set.copyOf(stopped);
  }

  private void put(String service, Optional<Wanted> wanted) {
    wanted.ifPresentOrElse(value -> kept.put(service, value), () -> kept.remove(service));
  }
}
