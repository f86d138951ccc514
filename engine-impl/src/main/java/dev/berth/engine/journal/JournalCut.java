package dev.berth.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.sqlite.SQLiteConfig;

/**
 * A journal that ends where another one still verifies, in a directory of its own. Entries and
 * snapshots are taken over byte for byte, so they verify as they did. The directory has a
 * journal.db only when all else in it is durable.
 */
final class JournalCut {
  private final Path target;
  private final SqliteFailures failures;

  JournalCut(Path target, SqliteFailures failures) {
    this.target = target;
    this.failures = failures;
  }

  /**
   * Writes it.
   *
   * @param original whose journal it is
   * @param from where {@code slices} begin to verify
   * @param last the number of the newest entry that is taken over
   * @param snapshots that are taken over
   */
  void write(
      JournalMeta original,
      Link from,
      long last,
      LongFunction<List<StoredRow>> slices,
      List<StoredSnapshot> snapshots) {
    if (Files.exists(target)) {
      throw failures.cutExists(target);
    }
    try {
      JournalDirectory.makeDurably(target);
      Path writing = target.resolve("journal.db.writing");
      Files.createFile(writing, JournalDirectory.forOwner(target, "rw-------"));
      copy(snapshots);
      SQLiteConfig config = new SQLiteConfig();
      config.setGetGeneratedKeys(false);
      try (Connection connection = config.createConnection("jdbc:sqlite:" + writing.toUri())) {
        connection.setAutoCommit(false);
        fill(connection, original, from, last, slices, snapshots);
        connection.commit();
      }
      Files.move(writing, target.resolve("journal.db"), StandardCopyOption.ATOMIC_MOVE);
      JournalDirectory.sync(target);
    } catch (IOException | SQLException e) {
      throw failures.notCut(target, e);
    }
  }

  private void copy(List<StoredSnapshot> snapshots) throws IOException {
    SnapshotFiles files = new SnapshotFiles(target);
    for (StoredSnapshot snapshot : snapshots) {
      long sequence = snapshot.registered().sequence();
      Files.copy(snapshot.file(), files.begin(sequence), StandardCopyOption.COPY_ATTRIBUTES);
      files.publish(sequence);
      files.sync();
    }
  }

  private void fill(
      Connection connection,
      JournalMeta original,
      Link from,
      long last,
      LongFunction<List<StoredRow>> slices,
      List<StoredSnapshot> snapshots)
      throws SQLException {
    SqliteRows rows = new SqliteRows(connection);
    List<SnapshotRegistration> registered =
        snapshots.stream().map(StoredSnapshot::registered).toList();
    HashChain chain = new HashChain();
    Link end = from;
    SqliteTables tables = new SqliteTables(connection, failures);
    JournalMeta begun =
        new JournalMeta(original.engineId(), original.epoch(), from, from, registered);
    tables.make(begun);
    while (end.sequence() < last) {
      List<StoredRow> taken = new ArrayList<>();
      for (StoredRow row : slices.apply(end.sequence() + 1)) {
        if (row.sequence() <= last) {
          if (row.sequence() != end.sequence() + 1
              || !row.intact(chain)
              || !row.previous().equals(end.hash())) {
            throw failures.damagedAt(end.sequence() + 1, "it changed while it was read");
          }
          taken.add(row);
          end = new Link(row.sequence(), chain.hash(row));
        }
      }
      if (taken.isEmpty()) {
        throw failures.damagedAt(end.sequence() + 1, "it changed while it was read");
      }
      rows.insert(taken);
    }
    tables.replace(begun, begun.withEnd(end));
  }
}
