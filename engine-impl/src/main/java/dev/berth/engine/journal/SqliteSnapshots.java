package dev.berth.engine.journal;

import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of a journal in a directory: files, of which the journal's meta table says which
 * count.
 *
 * <p>A snapshot is written to a file of another name, synced, renamed, the directory synced, and
 * then registered in one transaction, which is the moment from which on it is there. Only the
 * rename and the registration need the session; whoever appends waits for one of them at most.
 */
final class SqliteSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteSnapshots.class);

  private final SqliteFailures failures;
  private final SnapshotFiles files;
  private final Turns turns;

  /** Gives one thread at a time the session; what is done in a turn is bounded. */
  interface Turns {
    <T> T take(Function<SqliteSession, T> turn);
  }

  SqliteSnapshots(Path directory, SqliteFailures failures, Turns turns) {
    this.failures = failures;
    this.files = new SnapshotFiles(directory);
    this.turns = turns;
  }

  void write(long epoch, long sequence, Iterator<byte[]> chunks) {
    JournalMeta meta = turns.take(SqliteSession::meta);
    Link at = turns.take(session -> session.requireNextSnapshot(epoch, sequence));
    List<SnapshotRegistration> removed;
    try {
      Iterator<byte[]> bounded = new SnapshotRules(failures.journal()).bounded(sequence, chunks);
      String sha256 =
          SnapshotWriter.write(
              new SnapshotFile(files.begin(sequence)).create(), meta.engineId(), at, bounded);
      verifyNewest();
      turns.take(session -> publish(session, epoch, sequence));
      files.sync();
      removed =
          turns.take(session -> session.register(epoch, new SnapshotRegistration(at, sha256)));
    } catch (IOException | UncheckedIOException e) {
      throw failures.snapshotNotWritten(sequence, e);
    } finally {
      abandon(sequence);
    }
    removed.stream().filter(it -> it.sequence() != sequence).forEach(this::remove);
  }

  Optional<JournalSnapshot> newest() {
    List<String> damages = new ArrayList<>();
    JournalMeta meta = turns.take(SqliteSession::meta);
    List<SnapshotRegistration> candidates = turns.take(SqliteSession::trusted).reversed();
    for (SnapshotRegistration candidate : candidates) {
      String damage = damage(meta, candidate);
      if (damage == null) {
        damages.forEach(it ->
            LOG.warn(
                "{}: {}: the older one at {} is taken, nothing is lost",
                failures.journal(),
                it,
                candidate.sequence()));
        return Optional.of(snapshot(meta.engineId(), candidate));
      }
      damages.add(damage);
      distrust(candidate);
    }
    if (meta.snapshots().isEmpty()) {
      return Optional.empty();
    }
    if (meta.dropped().sequence() > 0) {
      throw failures.snapshotsDamaged(String.join("; ", damages), meta.dropped().sequence() + 1);
    }
    damages.forEach(it ->
        LOG.warn(
            "{}: {}: every entry is still there and takes its place, nothing is lost",
            failures.journal(),
            it));
    return Optional.empty();
  }

  /** Removes what an earlier life left half done. */
  void removeLeftovers(List<SnapshotRegistration> registered) {
    try {
      files.removeAllBut(registered);
    } catch (IOException e) {
      LOG.warn("{}: leftovers of snapshots were not removed: {}", failures.journal(), e.toString());
    }
  }

  /** In a turn: once another engine has the journal, its files are no longer ours to replace. */
  private Path publish(SqliteSession session, long epoch, long sequence) {
    session.meta().tail().requireNewest(failures.journal(), epoch);
    try {
      files.publish(sequence);
      return files.file(sequence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The newest becomes the older one, which is for the day that the new one is damaged. */
  private void verifyNewest() {
    List<SnapshotRegistration> trusted = turns.take(SqliteSession::trusted);
    if (trusted.isEmpty()) {
      return;
    }
    String damage = damage(turns.take(SqliteSession::meta), trusted.getLast());
    if (damage != null) {
      distrust(trusted.getLast());
      LOG.warn("{}: {}: the new one takes its place, nothing is lost", failures.journal(), damage);
    }
  }

  /** What is wrong with a registered snapshot, or null. */
  private @Nullable String damage(JournalMeta meta, SnapshotRegistration registered) {
    Path file = files.file(registered.sequence());
    try {
      new SnapshotReader(new SnapshotFile(file), meta.engineId(), registered).verify();
      return null;
    } catch (IOException e) {
      return "snapshot %s is damaged: %s"
          .formatted(file, e instanceof SnapshotDamage ? e.getMessage() : e);
    }
  }

  private void distrust(SnapshotRegistration damaged) {
    turns.take(session -> {
      session.distrust(damaged);
      return damaged;
    });
  }

  private JournalSnapshot snapshot(String engineId, SnapshotRegistration registered) {
    Path file = files.file(registered.sequence());
    return new JournalSnapshot(
        registered.sequence(),
        () -> new Chunks(new SnapshotReader(new SnapshotFile(file), engineId, registered), file));
  }

  private void remove(SnapshotRegistration old) {
    try {
      files.remove(old.sequence());
    } catch (IOException e) {
      LOG.warn("{}: an old snapshot was not removed: {}", failures.journal(), e.toString());
    }
  }

  private void abandon(long sequence) {
    try {
      files.abandon(sequence);
    } catch (IOException e) {
      LOG.warn(
          "{}: a leftover of a snapshot was not removed: {}", failures.journal(), e.toString());
    }
  }

  private final class Chunks implements Iterator<byte[]> {
    private final SnapshotReader reader;
    private final Path file;

    Chunks(SnapshotReader reader, Path file) {
      this.reader = reader;
      this.file = file;
    }

    @Override
    public boolean hasNext() {
      try {
        return reader.hasNext();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(file, e);
      }
    }

    @Override
    public byte[] next() {
      try {
        return reader.next().inflate();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(file, e);
      }
    }
  }
}
