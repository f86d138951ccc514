package dev.berth.engine.journal;

import dev.berth.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Somebody who wants to lead a journal: waits while another one does, and takes over. While it
 * waits it survives that the database cannot be reached, since that may be what its leader suffers
 * from.
 */
final class PostgresCandidate {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCandidate.class);

  /** How long the server may take for one answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PostgresDatabase database;
  private final PostgresFailures failures;
  private final PostgresSettings.Leadership leadership;
  private final LeaseClock clock;
  private final long ended;
  private @Nullable Connection connection;
  private @Nullable PostgresLeader first;
  private @Nullable PostgresLeader seen;
  private LeaseClock.Reading following;

  /**
   * The newest leader.
   *
   * @param connection on which it took over
   * @param meta with the newest entry as its end
   * @param asked when it asked for its lease
   */
  record Elected(
      Connection connection, PostgresTables tables, JournalMeta meta, LeaseClock.Reading asked) {}

  /** Lets a candidate wait; true if nobody wants it to lead any more. */
  @FunctionalInterface
  interface Pause {
    boolean await(Duration duration) throws InterruptedException;
  }

  /**
   * A candidate for the lead.
   *
   * @param ended the epoch under which it led before and leads no more, for whose lease it need not
   *     wait; 0 if there is none
   */
  PostgresCandidate(
      PostgresDatabase database,
      PostgresSettings.Leadership leadership,
      LeaseClock clock,
      long ended) {
    this.database = database;
    this.failures = database.failures();
    this.leadership = leadership;
    this.clock = clock;
    this.ended = ended;
    this.following = clock.read();
  }

  /**
   * Takes over as soon as nobody else leads.
   *
   * @throws JournalException if somebody leads for longer than this candidate waits, what stands in
   *     the journal does not verify, or the database cannot be reached
   */
  Elected elect(Pause pause) {
    try {
      while (true) {
        Elected elected = attempt();
        if (elected != null) {
          connection = null;
          return elected;
        }
        if (pause.await(nextLook())) {
          throw failures.closedWhileWaiting();
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(seen);
    } finally {
      if (connection != null) {
        PostgresDatabase.discard(connection);
      }
    }
  }

  private @Nullable Elected attempt() {
    try {
      Connection open = connection == null ? database.connect(PATIENCE) : connection;
      connection = open;
      PostgresTables tables = database.tables(open);
      PostgresLeader leader = new PostgresLead(open, tables).leader();
      if (!inTheWay(leader)) {
        Elected elected = takeOver(open, tables);
        if (elected != null) {
          return elected;
        }
        leader = new PostgresLead(open, tables).leader();
      }
      follow(leader);
    } catch (SQLException e) {
      lookAgain(e);
    }
    return null;
  }

  private @Nullable Elected takeOver(Connection open, PostgresTables tables) throws SQLException {
    open.setAutoCommit(false);
    try {
      PostgresLead lead = new PostgresLead(open, tables);
      JournalMeta found = lead.lockForTakeover();
      PostgresLeader before = lead.leader();
      if (inTheWay(before)) {
        return null;
      }
      JournalMeta meta =
          found.withEnd(new PostgresChain(open, tables).end(found)).withEpoch(found.epoch() + 1);
      LeaseClock.Reading asked = clock.read();
      lead.lead(meta, leadership.holder(), leadership.lease());
      open.commit();
      LOG.info(
          "{} is led by '{}' under epoch {}",
          failures.journal(),
          leadership.holder(),
          meta.epoch());
      return new Elected(open, tables, meta, asked);
    } finally {
      PostgresLead.rollback(open);
    }
  }

  private boolean inTheWay(PostgresLeader leader) {
    return leader.leads() && leader.epoch() != ended;
  }

  /** Goes on waiting for {@code leader}, or refuses to. */
  private void follow(PostgresLeader leader) {
    seen = leader;
    PostgresLeader before = first;
    if (before == null) {
      first = leader;
      before = leader;
      following = clock.read();
      LOG.info(
          "{} is led by '{}' (epoch {}) for another {}",
          failures.journal(),
          leader.holder(),
          leader.epoch(),
          leader.left());
    }
    Duration waited = clock.read().since(following);
    if (leadership.standby().isPresent()) {
      if (waited.compareTo(leadership.standby().get()) >= 0) {
        throw failures.led(leader, ", and this one waits no longer");
      }
    } else if (leader.epoch() != before.epoch()
        || leader.left().plus(waited).compareTo(before.left().plus(leadership.poll())) > 0) {
      throw failures.led(leader, ", and renews its lease");
    }
  }

  /** Whether a failure is a reason to look again, or to give up. */
  private void lookAgain(SQLException failure) {
    if (connection != null) {
      PostgresDatabase.abort(connection);
      connection = null;
    }
    Duration patience = leadership.standby().orElse(Duration.ZERO);
    if (first == null || clock.read().since(following).compareTo(patience) >= 0) {
      throw failures.opening(failure);
    }
    LOG.warn("{} cannot be looked at: {}", failures.journal(), failure.toString());
  }

  private Duration nextLook() {
    PostgresLeader leader = seen;
    Duration poll = leadership.poll();
    return leader == null || leader.left().compareTo(poll) > 0 ? poll : leader.left().plusMillis(1);
  }
}
