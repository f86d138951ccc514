package dev.berth.engine.journal;

import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one leader, and the dropping of what they contain. Each call has a connection of
 * its own, so it can run beside the appends, with which it shares no lock.
 */
final class PostgresSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSnapshots.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PostgresDatabase database;
  private final PostgresFailures failures;
  private final PostgresSession session;
  private final PostgresTables tables;
  private final PostgresPieces pieces;
  private final SnapshotRules rules;
  private final Runnable requireOpen;
  private final Set<SnapshotRegistration> distrusted = ConcurrentHashMap.newKeySet();

  /** What is done on a connection that is closed afterwards. */
  private interface Work<T> {
    T on(Connection connection) throws SQLException, IOException;
  }

  /**
   * The snapshots of {@code session}'s journal.
   *
   * @param requireOpen refuses to read on once the journal is closed
   */
  PostgresSnapshots(PostgresDatabase database, PostgresSession session, Runnable requireOpen) {
    this.database = database;
    this.failures = database.failures();
    this.session = session;
    this.tables = session.tables();
    this.pieces = new PostgresPieces(tables);
    this.rules = new SnapshotRules(failures.journal());
    this.requireOpen = requireOpen;
  }

  void write(long epoch, long sequence, Iterator<byte[]> chunks) {
    session.tail().requireNewest(failures.journal(), epoch);
    try {
      connected(connection -> {
        write(connection, epoch, sequence, rules.bounded(sequence, chunks));
        return sequence;
      });
    } catch (SQLException | IOException e) {
      throw failures.snapshotNotWritten(sequence, e);
    }
  }

  private void write(Connection connection, long epoch, long sequence, Iterator<byte[]> chunks)
      throws SQLException, IOException {
    PostgresLead lead = new PostgresLead(connection, tables);
    JournalMeta meta = lead.read().withEnd(session.end());
    rules.requireNext(meta.tail(), epoch, sequence, sequences(trusted(meta)));
    verifyNewest(meta);
    Link at = new PostgresChain(connection, tables).link(sequence, meta);
    pieces.removeAllBut(connection, epoch, meta.snapshots());
    String sha256 = writePieces(connection, epoch, meta, at, chunks);
    SnapshotRegistration written = new SnapshotRegistration(at, sha256);
    // Should this fail, its outcome may be unknown, so the pieces stay until the next one is
    // written.
    JournalMeta changed = lead.change(epoch, found -> register(found, written), null);
    removeAllBut(connection, epoch, changed.snapshots());
  }

  private String writePieces(
      Connection connection, long epoch, JournalMeta meta, Link at, Iterator<byte[]> chunks)
      throws IOException {
    boolean whole = false;
    try {
      SnapshotSink sink = pieces.sink(connection, epoch, at.sequence());
      String sha256 = SnapshotWriter.write(sink, meta.engineId(), at, chunks);
      whole = true;
      return sha256;
    } finally {
      if (!whole) {
        removeAllBut(connection, epoch, meta.snapshots());
      }
    }
  }

  private JournalMeta register(JournalMeta found, SnapshotRegistration written) {
    List<SnapshotRegistration> kept = new ArrayList<>(trusted(found));
    kept.add(written);
    while (kept.size() > SnapshotRules.KEPT) {
      kept.removeFirst();
    }
    return found.withSnapshots(kept);
  }

  private void removeAllBut(Connection connection, long epoch, List<SnapshotRegistration> kept) {
    try {
      pieces.removeAllBut(connection, epoch, kept);
    } catch (SQLException e) {
      LOG.warn("{}: an old snapshot was not removed: {}", failures.journal(), e.toString());
    }
  }

  Optional<JournalSnapshot> newest() {
    JournalMeta meta = meta();
    List<String> damages = new ArrayList<>();
    for (SnapshotRegistration candidate : trusted(meta).reversed()) {
      String damage = damage(meta, candidate);
      if (damage == null) {
        warn(damages, "the older one at %d is taken".formatted(candidate.sequence()));
        return Optional.of(snapshot(meta.engineId(), candidate));
      }
      damages.add(damage);
      distrusted.add(candidate);
    }
    if (meta.dropped().sequence() > 0) {
      throw failures.snapshotsDamaged(String.join("; ", damages), meta.dropped().sequence() + 1);
    }
    warn(damages, "every entry is still there and takes its place");
    return Optional.empty();
  }

  /** The newest becomes the older one, which is for the day that the new one is damaged. */
  private void verifyNewest(JournalMeta meta) {
    List<SnapshotRegistration> trusted = trusted(meta);
    if (!trusted.isEmpty()) {
      String damage = damage(meta, trusted.getLast());
      if (damage != null) {
        distrusted.add(trusted.getLast());
        warn(List.of(damage), "the new one takes its place");
      }
    }
  }

  private void warn(List<String> damages, String instead) {
    damages.forEach(it -> LOG.warn("{}: {}: {}, nothing is lost", failures.journal(), it, instead));
  }

  /** What is wrong with a registered snapshot, or null. */
  private @Nullable String damage(JournalMeta meta, SnapshotRegistration registered) {
    try {
      new SnapshotReader(new Source(registered.sequence()), meta.engineId(), registered).verify();
      return null;
    } catch (IOException e) {
      return "the snapshot at %d is damaged: %s".formatted(registered.sequence(), e.getMessage());
    }
  }

  /** Drops slice by slice what {@link SnapshotRules#droppable} allows; gives how many went. */
  int drop(long epoch, long sequence, int most) {
    session.tail().requireNewest(failures.journal(), epoch);
    long before = meta().dropped().sequence();
    rules.droppable(session.tail(), epoch, sequence, most, List.of());
    try {
      return connected(connection -> {
        PostgresChain chain = new PostgresChain(connection, tables);
        PostgresLead lead = new PostgresLead(connection, tables);
        long dropped = before;
        long now = before;
        do {
          dropped = now;
          long left = most - (dropped - before);
          now =
              lead.change(epoch, found -> slice(chain, found, epoch, sequence, left), null)
                  .dropped()
                  .sequence();
        } while (now > dropped && now - before < most);
        return (int) (now - before);
      });
    } catch (SQLException | IOException e) {
      throw failures.dropping(before + 1, e);
    }
  }

  private JournalMeta slice(
      PostgresChain chain, JournalMeta found, long epoch, long sequence, long left)
      throws SQLException {
    long last =
        rules.droppable(
            found.tail(), epoch, sequence, (int) Math.max(1, left), sequences(trusted(found)));
    long first = found.dropped().sequence() + 1;
    return last < first || left == 0
        ? found
        : found.withDropped(chain.drop(first, Math.min(last, first + left - 1), found));
  }

  private JournalMeta meta() {
    try {
      return connected(
          connection -> new PostgresLead(connection, tables).read().withEnd(session.end()));
    } catch (SQLException | IOException e) {
      throw failures.lookingAt(e);
    }
  }

  /** The snapshots that count as kept, the oldest first. */
  private List<SnapshotRegistration> trusted(JournalMeta meta) {
    return meta.snapshots().stream().filter(it -> !distrusted.contains(it)).toList();
  }

  private static List<Long> sequences(List<SnapshotRegistration> snapshots) {
    return snapshots.stream().map(SnapshotRegistration::sequence).toList();
  }

  private JournalSnapshot snapshot(String engineId, SnapshotRegistration registered) {
    return new JournalSnapshot(
        registered.sequence(),
        () ->
            new Chunks(
                registered.sequence(),
                new SnapshotReader(new Source(registered.sequence()), engineId, registered)));
  }

  private <T> T connected(Work<T> work) throws SQLException, IOException {
    Connection connection = database.connect(PATIENCE);
    try {
      return work.on(connection);
    } finally {
      PostgresDatabase.discard(connection);
    }
  }

  /** The bytes of one snapshot, of which one piece is in memory. */
  private final class Source implements SnapshotSource {
    private final long sequence;
    private long number = -1;
    private byte[] piece = {};

    Source(long sequence) {
      this.sequence = sequence;
    }

    @Override
    public ByteBuffer read(long position, int count) {
      ByteBuffer read = ByteBuffer.allocate(count);
      while (read.hasRemaining()) {
        long at = position + read.position();
        load(at / PostgresPieces.PIECE_BYTES);
        int offset = (int) (at % PostgresPieces.PIECE_BYTES);
        int length = Math.min(read.remaining(), piece.length - offset);
        if (length <= 0) {
          break;
        }
        read.put(piece, offset, length);
      }
      return read.flip();
    }

    @Override
    public long size() {
      return look(connection -> pieces.size(connection, sequence));
    }

    private void load(long wanted) {
      if (number != wanted) {
        piece = look(connection -> pieces.piece(connection, sequence, wanted).orElse(new byte[0]));
        number = wanted;
      }
    }

    /** That the database cannot be reached is no damage, so it is not thrown as such. */
    private <T> T look(Work<T> work) {
      requireOpen.run();
      try {
        return connected(work);
      } catch (SQLException | IOException e) {
        throw failures.snapshotUnreadable(sequence, e);
      }
    }
  }

  private final class Chunks implements Iterator<byte[]> {
    private final long sequence;
    private final SnapshotReader reader;

    Chunks(long sequence, SnapshotReader reader) {
      this.sequence = sequence;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      try {
        return reader.hasNext();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(sequence, e);
      }
    }

    @Override
    public byte[] next() {
      try {
        return reader.next().inflate();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(sequence, e);
      }
    }
  }
}
