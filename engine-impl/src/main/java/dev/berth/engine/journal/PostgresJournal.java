package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A journal in a PostgreSQL database, which several machines can reach: one of them leads, the
 * others stand by.
 *
 * <p><b>Who leads</b> stands in the lead row: an epoch, and until when its lease lasts by the
 * database's clock. A leader renews it. Who finds it ended takes over by raising the epoch. An
 * append is one statement that first finds its epoch in that row and locks it, so a leader that
 * woke up too late appends nothing, whatever its own clock says. And by its own clock it knows
 * earlier, and refuses to lead on.
 *
 * <p><b>What is verified when</b> is as in {@link SqliteJournal}.
 *
 * <p><b>After a failed append</b> this instance takes nothing more, because it is unknown whether
 * the entries were kept: the answer may have been lost, or the server may still be working. A
 * takeover waits for it, so opening again tells.
 */
public final class PostgresJournal implements Journal {
  private final PostgresDatabase database;
  private final PostgresFailures failures;
  private final PostgresSettings settings;
  private final LeaseClock clock;
  private final AtomicReference<@Nullable Open> open = new AtomicReference<>();
  private volatile @Nullable JournalException failure;
  private volatile @Nullable Runnable listener;
  private volatile CountDownLatch closing = new CountDownLatch(1);
  private long lastEpoch;

  private record Open(PostgresSession session, PostgresLease lease, PostgresSnapshots snapshots) {
    void end() {
      lease.end();
      session.close();
    }
  }

  /** A journal in the database that {@code dataSource} leads to. */
  public PostgresJournal(DataSource dataSource, PostgresSettings settings, LeaseClock clock) {
    this.database = new PostgresDatabase(dataSource, settings.place());
    this.failures = database.failures();
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public JournalLease open() {
    Open before = open.get();
    if (before != null && failure == null && !before.lease().isLost()) {
      throw failures.openAlready();
    }
    end();
    CountDownLatch closed = new CountDownLatch(1);
    closing = closed;
    PostgresCandidate.Elected elected =
        new PostgresCandidate(database, settings.leadership(), clock, lastEpoch)
            .elect(pause -> closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
    lastEpoch = elected.meta().epoch();
    try {
      PostgresSession session = new PostgresSession(database, elected, clock);
      PostgresLease lease =
          new PostgresLease(database, session, elected.asked(), settings.leadership(), clock);
      lease.onLost(this::tell);
      lease.begin();
      open.set(
          new Open(session, lease, new PostgresSnapshots(database, session, this::requireOpen)));
    } catch (SQLException e) {
      PostgresDatabase.discard(elected.connection());
      throw failures.opening(e);
    }
    if (closed.getCount() == 0) {
      end();
      throw failures.closedWhileWaiting();
    }
    JournalMeta meta = elected.meta();
    return new JournalLease(meta.engineId(), meta.epoch(), meta.end().sequence());
  }

  @Override
  public void append(long epoch, List<JournalEntry> entries) {
    Open opened = requireOpen();
    PostgresSession session = opened.session();
    session.tail().requireNext(failures.journal(), epoch, entries);
    opened.lease().requireLead();
    if (entries.isEmpty()) {
      return;
    }
    long first = entries.getFirst().sequence();
    long last = entries.getLast().sequence();
    try {
      session.connect();
    } catch (SQLException e) {
      throw failed(opened, failures.notSent(first, last, e));
    }
    try {
      session.append(entries);
    } catch (SQLException e) {
      throw failed(opened, failures.appending(first, last, e));
    } catch (PostgresSession.Superseded e) {
      throw failed(opened, e.reason());
    }
  }

  @Override
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    requireOpen().session().read(sequence, consumer);
  }

  @Override
  public void writeSnapshot(long epoch, long sequence, Iterator<byte[]> chunks) {
    requireOpen().snapshots().write(epoch, sequence, chunks);
  }

  @Override
  public Optional<JournalSnapshot> snapshot() {
    return requireOpen().snapshots().newest();
  }

  @Override
  public int drop(long epoch, long sequence, int most) {
    return requireOpen().snapshots().drop(epoch, sequence, most);
  }

  @Override
  public Optional<Path> directory() {
    return settings.place().directory();
  }

  @Override
  public void requireLead(long epoch) {
    Open opened = requireOpen();
    opened.session().tail().requireNewest(failures.journal(), epoch);
    opened.lease().requireLead();
  }

  @Override
  public void onLost(Runnable toTell) {
    listener = toTell;
    Open opened = open.get();
    if (opened != null && opened.lease().isLost()) {
      toTell.run();
    }
  }

  /** Ends a wait for the lead, too. */
  @Override
  public void close() {
    closing.countDown();
    end();
  }

  private void end() {
    Open ending = open.getAndSet(null);
    failure = null;
    if (ending != null) {
      ending.end();
    }
  }

  private void tell() {
    Runnable toTell = listener;
    if (toTell != null) {
      toTell.run();
    }
  }

  /** Whoever failed leads no longer, so that another one can, whether this one is closed or not. */
  private JournalException failed(Open opened, JournalException reason) {
    failure = reason;
    opened.lease().giveBack();
    return reason;
  }

  private Open requireOpen() {
    JournalException reason = failure;
    if (reason != null) {
      throw failures.failedBefore(reason);
    }
    Open opened = open.get();
    if (opened == null) {
      throw failures.closed();
    }
    return opened;
  }
}
