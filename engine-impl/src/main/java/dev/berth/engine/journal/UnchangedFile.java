package dev.berth.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * A journal.db that is opened so that no byte of its directory changes. What an engine that was
 * killed left in the write-ahead log counts too; since SQLite cannot read that without writing,
 * both files are then copied to a temporary directory and read there.
 *
 * <p>An engine that has the journal open is found by SQLite's own lock, before anything is read.
 * One that opens it afterwards is not kept out, but noticed by {@link #requireUnchanged}.
 */
final class UnchangedFile implements AutoCloseable {
  private static final int BUSY = 5;
  private static final int BUSY_MILLIS = 100;

  private final Path file;
  private final SqliteFailures failures;
  private final Stamp stamp;
  private final @Nullable Path copy;
  private final Connection connection;

  /** What a change of the files would change. */
  private record Stamp(long size, FileTime modified, Optional<FileTime> logModified) {
    static Stamp of(Path file) throws IOException {
      return new Stamp(Files.size(file), Files.getLastModifiedTime(file), modified(log(file)));
    }

    private static Optional<FileTime> modified(Path file) throws IOException {
      try {
        return Optional.of(Files.getLastModifiedTime(file));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }

  private UnchangedFile(Path file, SqliteFailures failures) throws IOException, SQLException {
    this.file = file;
    this.failures = failures;
    requireNotOpen();
    stamp = Stamp.of(file);
    copy = Files.exists(log(file)) && Files.size(log(file)) > 0 ? copied(file) : null;
    SQLiteConfig config = new SQLiteConfig();
    String url = "jdbc:sqlite:" + file.toUri() + "?immutable=1";
    if (copy == null) {
      config.setReadOnly(true);
    } else {
      url = "jdbc:sqlite:" + copy.resolve(file.getFileName()).toUri();
    }
    connection = config.createConnection(url);
  }

  /** Opens {@code file}. */
  static UnchangedFile open(Path file, SqliteFailures failures) throws SQLException {
    try {
      return new UnchangedFile(file, failures);
    } catch (NoSuchFileException e) {
      throw failures.missing(e);
    } catch (IOException e) {
      throw failures.notLookedAt(e);
    }
  }

  Connection connection() {
    return connection;
  }

  /** Refuses to vouch for what was read if the files changed meanwhile. */
  void requireUnchanged() {
    try {
      requireNotOpen();
      if (!stamp.equals(Stamp.of(file))) {
        throw failures.changedWhileRead();
      }
    } catch (IOException e) {
      throw failures.notLookedAt(e);
    }
  }

  /**
   * Asks for the lock that an engine holds. SQLite refuses it to a connection that may only read,
   * even if nobody has it, but says BUSY only if somebody has: that answer is all that is wanted,
   * and it makes SQLite end before it would make files of its own.
   */
  private void requireNotOpen() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    try (Connection asking = config.createConnection("jdbc:sqlite:" + file.toUri());
        Statement statement = asking.createStatement()) {
      statement.execute("PRAGMA locking_mode = exclusive");
      try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
        rows.next();
      }
    } catch (SQLException e) {
      if (e.getErrorCode() == BUSY) {
        throw failures.inUseWhileLooking(e);
      }
    }
  }

  private static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private static Path copied(Path file) throws IOException {
    Path directory = Files.createTempDirectory("berth-journal");
    for (Path original : new Path[] {file, log(file)}) {
      Files.copy(original, directory.resolve(original.getFileName()));
    }
    return directory;
  }

  @Override
  public void close() {
    try {
      connection.close();
      if (copy != null) {
        for (String name : new String[] {"", "-wal", "-shm"}) {
          Files.deleteIfExists(copy.resolve(file.getFileName() + name));
        }
        Files.deleteIfExists(copy);
      }
    } catch (SQLException e) {
      throw failures.closing(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
