package dev.berth.journal;

import dev.berth.engine.journal.MemoryJournal;
import dev.berth.engine.journal.PostgresJournal;
import dev.berth.engine.journal.SqliteJournal;
import dev.berth.spi.Journal;
import java.nio.file.Path;
import javax.sql.DataSource;

/** The journals an engine can be given: two that last, and one that ends with the process. */
public final class Journals {
  private Journals() {}

  /**
   * A journal in a directory on the local disk, kept by SQLite.
   *
   * <p><b>Durability:</b> when the engine says that something happened, the event is on the disk:
   * each group of events is one transaction that is synced before anyone hears of it. A process
   * that is killed at any moment, or a machine that loses power, loses nothing it told of. Every
   * event carries a checksum and the hash of the one before it; what does not verify is refused
   * with its sequence number, never skipped.
   *
   * <p>The directory is made if it is missing, readable by its owner only. One engine at a time can
   * have it open; a second one is refused at once. It must be on a local disk, since network file
   * systems do not keep locks reliably, and while it is open nothing else in the process may open
   * {@code journal.db}: closing any handle of a file gives up the process's locks on it.
   *
   * <p>SQLite is native code. From JDK 24 on the JVM warns about that, and later versions will
   * refuse it, unless it is started with {@code --enable-native-access=ALL-UNNAMED} (or the name of
   * SQLite's module instead, on the module path). It is unpacked among the temporary files, or
   * where the system property {@code org.sqlite.tmpdir} says. On Linux it is removed from there as
   * soon as it is loaded; elsewhere when the JVM ends, so that each JVM that is killed leaves one.
   */
  public static Journal directory(Path directory) {
    return new SqliteJournal(directory);
  }

  /** As {@link #postgres(DataSource, PostgresOptions)} with {@link PostgresOptions#defaults}. */
  public static Journal postgres(DataSource dataSource) {
    return postgres(dataSource, PostgresOptions.defaults());
  }

  /**
   * A journal in a PostgreSQL database, for an engine that another one takes over from if its
   * machine is lost.
   *
   * <p><b>One leads, others stand by.</b> The engine that opened the journal holds a lease, which
   * it renews. Another one that opens it waits, as {@link PostgresOptions#standby} says, and takes
   * over when the lease ends: at once when the leader closed, and after at most {@link
   * PostgresOptions#lease} when it died. A leader that was frozen or cut off ends itself when its
   * lease is over by its own clock, and calls no driver any more; whatever it still appends is
   * refused by the database.
   *
   * <p><b>Durability</b> is that of the server: each group of events is one transaction, committed
   * before anyone hears of it. A server that is set up to forget is refused. If a server is
   * replaced by a copy that lags behind, what it lacks is lost; the next start then notices that
   * tasks run which the journal does not know. What is damaged is refused as with {@link
   * #directory}.
   *
   * <p>The tables are made when they are missing. Two connections are held while the journal is
   * open, and a third now and then. The driver of PostgreSQL ({@code org.postgresql:postgresql}) is
   * the user's to add.
   *
   * @param dataSource gives connections to the database; pooled or not
   */
  public static Journal postgres(DataSource dataSource, PostgresOptions options) {
    return new PostgresJournal(dataSource, options.settings(), new SystemClocks());
  }

  /**
   * A journal in memory, for tests and for engines whose tasks need not outlive the process. An
   * engine that is closed and built again on the same journal continues where it ended.
   */
  public static Journal inMemory() {
    return new MemoryJournal();
  }
}
