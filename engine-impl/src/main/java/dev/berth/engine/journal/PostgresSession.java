package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a leader has: the connection by which it appends and reads, and where the journal ends. One
 * thread at a time may use it; {@link #end} and {@link #abort} may be called by any.
 *
 * <p>A connection that breaks while an append is under way leaves its outcome unknown. One that
 * broke while it was idle is replaced, since nothing was under way: a leader survives a restart of
 * the database, or a firewall that forgets.
 */
final class PostgresSession {
  /** A connection that was used since is taken for good. */
  static final Duration FRESH = Duration.ofSeconds(1);

  private static final int PROBE_SECONDS = 5;

  private final PostgresDatabase database;
  private final PostgresFailures failures;
  private final PostgresTables tables;
  private final LeaseClock clock;
  private final HashChain chain = new HashChain();
  private final JournalMeta taken;
  private volatile Connection connection;
  private volatile Link end;
  private LeaseClock.Reading used;

  /** Another epoch leads. */
  static final class Superseded extends Exception {
    private static final long serialVersionUID = 1L;

    private final JournalException reason;

    Superseded(JournalException reason) {
      super(reason);
      this.reason = reason;
    }

    JournalException reason() {
      return reason;
    }
  }

  PostgresSession(PostgresDatabase database, PostgresCandidate.Elected elected, LeaseClock clock)
      throws SQLException {
    this.database = database;
    this.failures = database.failures();
    this.tables = elected.tables();
    this.clock = clock;
    this.taken = elected.meta();
    this.connection = elected.connection();
    this.end = taken.end();
    this.used = clock.read();
    // A leader whose server does not answer is ended by its lease.
    connection.setNetworkTimeout(Runnable::run, 0);
  }

  String engineId() {
    return taken.engineId();
  }

  long epoch() {
    return taken.epoch();
  }

  PostgresTables tables() {
    return tables;
  }

  /** The newest entry that is there for certain. */
  Link end() {
    return end;
  }

  Tail tail() {
    return new Tail(taken.epoch(), end.sequence());
  }

  /**
   * Appends {@code entries}, which continue the sequence.
   *
   * @throws JournalException if a text cannot be kept; nothing was sent then
   * @throws Superseded if another epoch leads; nothing was appended
   * @throws SQLException whether they were appended is unknown
   */
  void append(List<JournalEntry> entries) throws SQLException, Superseded {
    List<StoredRow> rows = new ArrayList<>(entries.size());
    Link last = end;
    for (JournalEntry entry : entries) {
      StoredRow row = new StoredRow(entry, last.hash(), chain);
      rows.add(row);
      last = new Link(row.sequence(), chain.hash(row));
    }
    if (!new PostgresRows(connection, tables).append(epoch(), rows)) {
      PostgresLeader leader = new PostgresLead(connection, tables).leader();
      throw new Superseded(
          new Tail(leader.epoch(), end.sequence()).stale(failures.journal(), epoch()));
    }
    end = last;
    used = clock.read();
  }

  /** Hands over what follows {@code sequence}, each entry after its row was verified. */
  void read(long sequence, Consumer<JournalEntry> consumer) {
    long lastGood = sequence;
    try {
      connect();
      JournalMeta meta = new PostgresLead(connection, tables).read().withEnd(end);
      new SnapshotRules(failures.journal()).requireKept(sequence, meta.dropped().sequence());
      ChainWalk walk = ChainWalk.after(sequence, meta, failures::damagedAt);
      PostgresRows rows = new PostgresRows(connection, tables);
      while (!walk.ended()) {
        List<StoredRow> slice = rows.slice(walk.next());
        if (slice.isEmpty()) {
          walk.pass(null);
        }
        for (StoredRow row : slice) {
          if (!walk.ended()) {
            walk.pass(row);
            lastGood = row.sequence();
            if (row.sequence() > sequence) {
              consumer.accept(row.entry());
            }
          }
        }
      }
      used = clock.read();
    } catch (SQLException e) {
      throw failures.reading(lastGood, e);
    }
  }

  /**
   * Replaces the connection if it broke since it was used last.
   *
   * @throws SQLException if the server cannot be reached; nothing was sent
   */
  void connect() throws SQLException {
    if (clock.read().since(used).compareTo(FRESH) < 0 || connection.isValid(PROBE_SECONDS)) {
      return;
    }
    Connection broken = connection;
    connection = database.connect(Duration.ZERO);
    PostgresDatabase.abort(broken);
  }

  /** Ends whatever is under way. */
  void abort() {
    PostgresDatabase.abort(connection);
  }

  void close() {
    PostgresDatabase.discard(connection);
  }
}
