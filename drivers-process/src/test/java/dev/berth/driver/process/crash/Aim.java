package dev.berth.driver.process.crash;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A point in an engine's life at which it stands still until it is killed: just before or just
 * after its {@code count}th call of one kind, counted from the start of its JVM.
 *
 * @param call {@code append}, {@code snapshot} or {@code drop} of the journal, or a verb of the
 *     driver
 */
record Aim(String call, int count, When when) {
  /** On which side of the call. */
  enum When {
    BEFORE,
    /** Done, and nobody was told. */
    AFTER
  }

  static Optional<Aim> parse(String text) {
    String[] words = text.split(",");
    return words.length == 3
        ? Optional.of(new Aim(words[0], Integer.parseInt(words[1]), When.valueOf(words[2])))
        : Optional.empty();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return call + "," + count + "," + when;
  }

  /** Counts the calls, and says on which of them to stand still. */
  static final class Trigger {
    private final Optional<Aim> aim;
    private final AtomicInteger calls = new AtomicInteger();

    Trigger(Optional<Aim> aim) {
      this.aim = aim;
    }

    /** On which side of this call the engine stands still; empty if it goes on. */
    Optional<When> at(String call) {
      return aim.filter(found -> found.call.equals(call))
          .filter(found -> calls.incrementAndGet() == found.count)
          .map(Aim::when);
    }

    /** Says that the point is reached, and never returns. */
    void standStill() {
      System.out.println("aimed");
      System.out.flush();
      while (true) {
        LockSupport.park(this);
      }
    }
  }
}
