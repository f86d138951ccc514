package dev.berth.examples.quickstart;

import dev.berth.examples.quickstart.Moment.EngineLife;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the spectator knows. */
final class Board {
  private static final int NEWS_KEPT = 50;
  private static final Duration DEPARTED_SHOWN = Duration.ofSeconds(2);

  private final long began = System.nanoTime();
  private final Consumer<News> audience;
  private final Watched<Fleet> fleet = new Watched<>(Fleet.NONE);
  private final Deque<News> news = new ArrayDeque<>();
  private final List<Departure> departures = new ArrayList<>();
  private Optional<Scene> scene = Optional.of(Scene.START);
  private EngineLife engine = new EngineLife(EngineLife.Status.STARTING, 0, Instant.now());

  /** A replica that is no more, and when it was missed. */
  private record Departure(Replica replica, Instant at) {}

  Board(Consumer<News> audience) {
    this.audience = audience;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The service as last told. */
  Watched<Fleet> fleet() {
    return fleet;
  }

  void see(Fleet seen) {
    Fleet before = fleet.get();
    synchronized (this) {
      for (Replica replica : before.replicas()) {
        if (!seen.numbers().contains(replica.number())) {
          departures.add(new Departure(replica, Instant.now()));
        }
      }
    }
    fleet.change(changed -> seen);
  }

  synchronized void begin(Scene next) {
    scene = Optional.of(next);
  }

  synchronized void over() {
    scene = Optional.empty();
  }

  synchronized void engine(EngineLife.Status status, long pid) {
    engine = new EngineLife(status, pid, Instant.now());
  }

  /** The engine did something. */
  void tell(String sentence) {
    add(new News(elapsed(), false, sentence));
  }

  /** The spectator did or found something. */
  void headline(String sentence) {
    add(new News(elapsed(), true, sentence));
  }

  private synchronized void add(News added) {
    news.add(added);
    if (news.size() > NEWS_KEPT) {
      news.remove();
    }
    audience.accept(added);
  }

  synchronized Moment moment(Moment.Requests requests) {
    Instant now = Instant.now();
    departures.removeIf(departure -> departure.at().plus(DEPARTED_SHOWN).isBefore(now));
    return new Moment(
        now,
        elapsed(),
        scene,
        engine,
        fleet.get(),
        departures.stream().map(Departure::replica).toList(),
        requests,
        List.copyOf(news));
  }
}
