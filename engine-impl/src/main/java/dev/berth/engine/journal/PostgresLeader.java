package dev.berth.engine.journal;

import java.time.Duration;

/**
 * Who leads a journal, by the clock of its database.
 *
 * @param holder names the instance
 * @param epoch of its lease, 0 if nobody led yet
 * @param left of its lease; not positive if it is over
 */
record PostgresLeader(String holder, long epoch, Duration left) {
  boolean leads() {
    return left.isPositive();
  }
}
