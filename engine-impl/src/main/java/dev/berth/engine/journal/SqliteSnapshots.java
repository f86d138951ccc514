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
      StoredSnapshot stored = stored(meta.engineId(), candidate);
      Optional<String> damage = stored.damage();
      if (damage.isEmpty()) {
        damages.forEach(it ->
            LOG.warn(
                "{}: {}: the older one at {} is taken, nothing is lost",
                failures.journal(),
                it,
                candidate.sequence()));
        return Optional.of(stored.snapshot());
      }
      damages.add(damage.get());
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

  /** The number of the newest file, registered or not, 0 if there is none. */
  long newestFile() {
    try {
      return files.newest();
    } catch (IOException e) {
      throw failures.notLookedAt(e);
    }
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
    String engineId = turns.take(SqliteSession::meta).engineId();
    stored(engineId, trusted.getLast())
        .damage()
        .ifPresent(damage -> {
          distrust(trusted.getLast());
          LOG.warn(
              "{}: {}: the new one takes its place, nothing is lost", failures.journal(), damage);
        });
  }

  private StoredSnapshot stored(String engineId, SnapshotRegistration registered) {
    return new StoredSnapshot(files.file(registered.sequence()), engineId, registered, failures);
  }

  private void distrust(SnapshotRegistration damaged) {
    turns.take(session -> {
      session.distrust(damaged);
      return damaged;
    });
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
}
