package dev.berth.engine.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a journal in PostgreSQL is told besides its data source. */
public record PostgresSettings(Place place, Leadership leadership) {
  /**
   * Where a journal is.
   *
   * @param schema of its tables; empty: the first of the connection's search path
   * @param prefix of its tables' names
   * @param directory on this machine for what belongs to it, such as the drivers' own files
   * @param syncedOnly whether a server that does not sync what it says is durable is refused
   */
  public record Place(
      Optional<String> schema, String prefix, Optional<Path> directory, boolean syncedOnly) {}

  /**
   * How an instance leads, and waits for it.
   *
   * @param holder names the instance in messages
   * @param lease how long it leads without a renewal
   * @param standby how long it waits for another leader to end; empty: for as long as that one's
   *     lease lasts, unless it is renewed
   */
  public record Leadership(String holder, Duration lease, Optional<Duration> standby) {
    /** How often a lease is renewed, and how long one attempt may take. */
    Duration renewal() {
      return lease.dividedBy(4);
    }

    /**
     * For how long a leader trusts its lease after the moment it asked for it. The rest of the
     * lease is for clocks of different speed and for what lies between the question and the act.
     */
    Duration trusted() {
      return lease.multipliedBy(4).dividedBy(5);
    }

    /** How often a standby looks. */
    Duration poll() {
      Duration tenth = lease.dividedBy(10);
      Duration longest = Duration.ofSeconds(1);
      return tenth.compareTo(longest) < 0 ? tenth : longest;
    }
  }
}
