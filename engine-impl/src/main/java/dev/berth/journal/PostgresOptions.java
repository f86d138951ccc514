package dev.berth.journal;

import dev.berth.InvalidSpecException;
import dev.berth.engine.journal.PostgresSettings;
import dev.berth.engine.journal.PostgresSettings.Leadership;
import dev.berth.engine.journal.PostgresSettings.Place;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a journal in PostgreSQL can be told; immutable, each method gives changed options. */
public final class PostgresOptions {
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,39}");
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);
  private static final int LONGEST_HOLDER = 200;

  private final PostgresSettings settings;

  private PostgresOptions(Place place, Leadership leadership) {
    settings = new PostgresSettings(place, leadership);
  }

  /**
   * A lease of 10 s; tables named {@code berth_...} in the first schema of the connection's search
   * path; a holder named by machine and process; no directory; waits for a leader that died, not
   * for one that lives.
   */
  public static PostgresOptions defaults() {
    return new PostgresOptions(
        new Place(Optional.empty(), "berth_", Optional.empty(), true),
        new Leadership(thisProcess(), Duration.ofSeconds(10), Optional.empty()));
  }

  private static String thisProcess() {
    long process = ProcessHandle.current().pid();
    try {
      return "process %d on %s".formatted(process, InetAddress.getLocalHost().getHostName());
    } catch (UnknownHostException nameless) {
      return "process " + process;
    }
  }

  PostgresSettings settings() {
    return settings;
  }

  /**
   * How long the engine leads without a renewal, 1 s to 10 min. It is renewed four times in that
   * time. After a leader died nobody leads for at most so long, and about as long a leader goes on
   * without its database before it ends itself.
   */
  public PostgresOptions lease(Duration lease) {
    if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new InvalidSpecException(
          "lease (%s) must be between %s and %s".formatted(lease, SHORTEST_LEASE, LONGEST_LEASE));
    }
    Leadership now = settings.leadership();
    return with(new Leadership(now.holder(), lease, now.standby()));
  }

  /**
   * How long {@code open}, and so {@code Engine.builder().start()}, waits while another engine
   * leads; 0 refuses at once. Left out: as long as the lease of that engine lasts, so that an
   * engine whose process was killed can be started again at once; but if that one renews its lease,
   * it lives, and this one is refused.
   *
   * <p>The waiting thread can be interrupted; it is refused then.
   */
  public PostgresOptions standby(Duration patience) {
    if (patience.isNegative()) {
      throw new InvalidSpecException("standby (%s) must not be negative".formatted(patience));
    }
    Leadership now = settings.leadership();
    return with(new Leadership(now.holder(), now.lease(), Optional.of(patience)));
  }

  /** How messages name this engine to those that wait for it, 1 to 200 characters. */
  public PostgresOptions holder(String name) {
    if (name.isBlank() || name.length() > LONGEST_HOLDER || name.indexOf(0) >= 0) {
      throw new InvalidSpecException(
          "holder '%s' must have 1 to %d characters, not all blank, none of them zero"
              .formatted(name, LONGEST_HOLDER));
    }
    Leadership now = settings.leadership();
    return with(new Leadership(name, now.lease(), now.standby()));
  }

  /** The schema of the tables, which is made if it is missing. */
  public PostgresOptions schema(String name) {
    Place now = settings.place();
    return with(
        new Place(
            Optional.of(identifier("schema", name)),
            now.prefix(),
            now.directory(),
            now.syncedOnly()));
  }

  /** What the names of the tables begin with: each engine in a schema needs one of its own. */
  public PostgresOptions tablePrefix(String prefix) {
    Place now = settings.place();
    return with(
        new Place(
            now.schema(), identifier("tablePrefix", prefix), now.directory(), now.syncedOnly()));
  }

  /**
   * A directory on this machine for what belongs to the journal, such as the drivers' own files;
   * left out: a temporary one for each life of an engine, which is enough for drivers that keep
   * none here. The process driver needs it, and can take up only what runs on the same machine.
   */
  public PostgresOptions directory(Path directory) {
    Place now = settings.place();
    return with(
        new Place(
            now.schema(),
            now.prefix(),
            Optional.of(directory.toAbsolutePath().normalize()),
            now.syncedOnly()));
  }

  /**
   * Accepts a server that does not sync what it says is durable ({@code fsync} or {@code
   * synchronous_commit} is off), as throw-away servers of tests do. Left out: it is refused.
   */
  public PostgresOptions unsynced() {
    Place now = settings.place();
    return with(new Place(now.schema(), now.prefix(), now.directory(), false));
  }

  private PostgresOptions with(Leadership leadership) {
    return new PostgresOptions(settings.place(), leadership);
  }

  private PostgresOptions with(Place place) {
    return new PostgresOptions(place, settings.leadership());
  }

  private static String identifier(String what, String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new InvalidSpecException(
          "%s '%s' must match %s".formatted(what, name, IDENTIFIER.pattern()));
    }
    return name;
  }
}
