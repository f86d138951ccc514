package dev.berth.engine.journal;

import dev.berth.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of a leader: renews it, and tells when it is lost. Two daemon threads, because a
 * renewal can hang as long as the network lets it, and the other one still has to see that the time
 * is over.
 *
 * <p>The lease is trusted for four fifths of its length after the moment <em>before</em> the last
 * successful renewal was sent, by this machine's clocks. So it ends here before it ends in the
 * database, however long the answer was under way. Lost once is lost for ever.
 */
final class PostgresLease {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresLease.class);

  private final PostgresDatabase database;
  private final PostgresFailures failures;
  private final PostgresSession session;
  private final PostgresSettings.Leadership leadership;
  private final LeaseClock clock;
  private final ScheduledThreadPoolExecutor threads;
  private final AtomicReference<@Nullable JournalException> lost = new AtomicReference<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private final Object renewing = new Object();
  private volatile LeaseClock.Reading renewed;
  private @Nullable Connection connection;

  PostgresLease(
      PostgresDatabase database,
      PostgresSession session,
      LeaseClock.Reading asked,
      PostgresSettings.Leadership leadership,
      LeaseClock clock) {
    this.database = database;
    this.failures = database.failures();
    this.session = session;
    this.renewed = asked;
    this.leadership = leadership;
    this.clock = clock;
    this.threads = new ScheduledThreadPoolExecutor(2, PostgresLease::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "berth-lease");
    thread.setDaemon(true);
    return thread;
  }

  /** Begins to renew, and to watch. */
  void begin() {
    long renewal = leadership.renewal().toNanos();
    repeat(this::renew, renewal);
    repeat(this::lapse, renewal / 4);
  }

  /** Refuses to go on once the lease may be over. */
  void requireLead() {
    lapse();
    JournalException reason = lost.get();
    if (reason != null) {
      throw failures.lost(reason);
    }
  }

  boolean isLost() {
    return lost.get() != null;
  }

  /** Runs {@code listener} when the lease is lost, or now if it is. */
  void onLost(Runnable listener) {
    synchronized (listeners) {
      if (!isLost()) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  /** Begins to give the lease back, once, so that a standby need not wait for its end. */
  void giveBack() {
    synchronized (listeners) {
      if (!threads.isShutdown()) {
        threads.execute(this::release);
        // Ends what is repeated, but not what was just asked for.
        threads.shutdown();
      }
    }
  }

  /** Gives the lease back, and waits for it as long as for two renewals. */
  void end() {
    giveBack();
    try {
      boolean ended =
          threads.awaitTermination(leadership.renewal().toNanos() * 2, TimeUnit.NANOSECONDS);
      if (!ended) {
        LOG.warn("{}: {}", failures.journal(), "the database does not answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private void release() {
    synchronized (renewing) {
      try {
        change(Duration.ZERO);
      } catch (JournalException superseded) {
        LOG.debug("{}", superseded.getMessage());
      } catch (SQLException | RuntimeException e) {
        LOG.warn(
            "{}: the lease of epoch {} was not given back and ends by itself: {}",
            failures.journal(),
            session.epoch(),
            e.toString());
      }
      if (connection != null) {
        PostgresDatabase.discard(connection);
        connection = null;
      }
    }
  }

  private void repeat(Runnable work, long nanos) {
    // What is repeated throws nothing, so nobody asks for its outcome.
    ScheduledFuture<?> unused =
        threads.scheduleWithFixedDelay(work, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void renew() {
    synchronized (renewing) {
      if (isLost() || threads.isShutdown()) {
        return;
      }
      LeaseClock.Reading asked = clock.read();
      try {
        change(leadership.lease());
        renewed = asked;
      } catch (JournalException superseded) {
        lose(superseded);
      } catch (SQLException | RuntimeException e) {
        LOG.warn("{}: the lease could not be renewed: {}", failures.journal(), e.toString());
        if (connection != null) {
          PostgresDatabase.abort(connection);
          connection = null;
        }
      }
    }
  }

  /** Lets the lease last for {@code lease} from now, and notes where the journal ends. */
  private void change(Duration lease) throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.connect(leadership.renewal());
      connection = open;
    }
    Link end = session.end();
    new PostgresLead(open, session.tables())
        .change(session.epoch(), meta -> meta.withEnd(end), lease);
  }

  private void lapse() {
    LeaseClock.Reading last = renewed;
    Duration ago = clock.read().since(last);
    if (ago.compareTo(leadership.trusted()) >= 0) {
      lose(failures.lapsed(session.epoch(), ago, leadership.lease()));
    }
  }

  private void lose(JournalException reason) {
    List<Runnable> told;
    synchronized (listeners) {
      if (!lost.compareAndSet(null, reason)) {
        return;
      }
      told = List.copyOf(listeners);
    }
    LOG.error("{}", reason.getMessage());
    session.abort();
    told.forEach(Runnable::run);
  }
}
