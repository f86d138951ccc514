package dev.berth.engine.journal;

import dev.berth.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;

/** What a journal's user is told when SQLite, the disk or the journal's content fails. */
final class SqliteFailures {
  // https://sqlite.org/rescode.html, the primary codes.
  private static final int BUSY = 5;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int NOT_A_DATABASE = 26;

  private static final String RESTORE = "restore it from a copy, or begin with another directory";

  private final Path directory;

  SqliteFailures(Path directory) {
    this.directory = directory;
  }

  /** How messages call the journal. */
  String journal() {
    return "journal " + directory;
  }

  JournalException isFile() {
    return new JournalException(journal() + " is a file: name a directory");
  }

  JournalException notMade(Exception cause) {
    return new JournalException(
        "%s cannot be made (%s): name a directory this user may write to"
            .formatted(journal(), cause),
        cause);
  }

  JournalException inUse() {
    return new JournalException(inUseMessage());
  }

  JournalException opening(SQLException cause) {
    if (cause.getErrorCode() == BUSY) {
      return new JournalException(inUseMessage(), cause);
    }
    if (damage(cause)) {
      return new JournalException(
          "journal.db of %s is damaged: %s: %s".formatted(journal(), cause.getMessage(), RESTORE),
          cause);
    }
    return new JournalException(
        "%s cannot be opened: %s: it must be a directory on a local disk that this user may write to"
            .formatted(journal(), cause.getMessage()),
        cause);
  }

  JournalException appending(long first, long last, SQLException cause) {
    String remedy = cause.getErrorCode() == FULL ? "make room on the disk, then open" : "open";
    return new JournalException(
        "%s: appending entries %d to %d failed: %s: whether they were kept is unknown, %s the journal again to learn it"
            .formatted(journal(), first, last, cause.getMessage(), remedy),
        cause);
  }

  JournalException registering(long sequence, SQLException cause) {
    return new JournalException(
        "%s: keeping the snapshot at %d failed: %s: whether it was kept is unknown, open the journal again to learn it"
            .formatted(journal(), sequence, cause.getMessage()),
        cause);
  }

  JournalException dropping(long first, SQLException cause) {
    return new JournalException(
        "%s: dropping entries from %d on failed: %s: whether they are gone is unknown, open the journal again to learn it"
            .formatted(journal(), first, cause.getMessage()),
        cause);
  }

  JournalException snapshotNotWritten(long sequence, Exception cause) {
    return new JournalException(
        "%s: the snapshot at %d was not written: %s: the journal goes on without it, make room on the disk or see to its directory"
            .formatted(journal(), sequence, cause),
        cause);
  }

  JournalException snapshotUnreadable(Path file, Exception cause) {
    return new JournalException(
        "%s: %s can no longer be read: %s".formatted(journal(), file, cause.getMessage()), cause);
  }

  JournalException snapshotsDamaged(String damages, long firstKept) {
    return new JournalException(
        "%s: no snapshot verifies (%s), and entries before %d were dropped: restore it from a copy, or begin with another directory"
            .formatted(journal(), damages, firstKept));
  }

  JournalException missing(Exception cause) {
    return new JournalException(
        "%s has no journal.db: name the directory that an engine was given".formatted(journal()),
        cause);
  }

  JournalException inUseWhileLooking(SQLException cause) {
    return new JournalException(
        "%s is open in an engine, and what it holds changes: ask that engine, or close it first, or look at a copy of its directory"
            .formatted(journal()),
        cause);
  }

  JournalException changedWhileRead() {
    return new JournalException(
        "%s changed while it was read, by an engine that was started meanwhile: close that engine and look again"
            .formatted(journal()));
  }

  JournalException notLookedAt(Exception cause) {
    return new JournalException(
        "%s cannot be looked at: %s: it must be readable by this user, and there must be room for a copy in the temporary directory if an engine was killed"
            .formatted(journal(), cause),
        cause);
  }

  JournalException cutExists(Path target) {
    return new JournalException(
        "%s is not cut: %s exists: name a directory that does not".formatted(journal(), target));
  }

  JournalException notCut(Path target, Exception cause) {
    return new JournalException(
        "%s is not cut: %s cannot be written (%s): remove what is there of it and name a place with room"
            .formatted(journal(), target, cause.getMessage()),
        cause);
  }

  JournalException reading(long lastGood, SQLException cause) {
    return new JournalException(
        damage(cause)
            ? "%s is damaged after sequence %d: %s: %s"
                .formatted(journal(), lastGood, cause.getMessage(), RESTORE)
            : "%s cannot be read after sequence %d: %s"
                .formatted(journal(), lastGood, cause.getMessage()),
        cause);
  }

  JournalException closing(SQLException cause) {
    return new JournalException(
        "%s was not closed cleanly: %s: nothing appended is lost, opening it again repairs it"
            .formatted(journal(), cause.getMessage()),
        cause);
  }

  JournalException damagedAt(long sequence, String what) {
    return new JournalException(
        "%s is damaged at sequence %d: %s: %s".formatted(journal(), sequence, what, RESTORE));
  }

  JournalException damaged(String what) {
    return new JournalException(
        "journal.db of %s is damaged: %s: %s".formatted(journal(), what, RESTORE));
  }

  JournalException notOurs() {
    return new JournalException(
        "%s holds a journal.db that Berth did not make, or whose first page is damaged: name another directory, or restore it from a copy"
            .formatted(journal()));
  }

  JournalException otherFormat(long found, long known) {
    return new JournalException(
        "%s has format %d, this version of Berth reads formats up to %d: use the version that wrote it"
            .formatted(journal(), found, known));
  }

  /** Refuses a journal that ends before a snapshot that lies beside it. */
  void requireEnd(long last, long newestSnapshot) {
    if (last < newestSnapshot) {
      throw new JournalException(
          "%s ends at entry %d, but a snapshot at %d lies beside it: it has lost its end, as when journal.db-wal is removed: %s"
              .formatted(journal(), last, newestSnapshot, RESTORE));
    }
  }

  JournalException weaker(String setting, String wanted, String given) {
    return new JournalException(
        "%s: SQLite gives %s = %s instead of %s, so appended events would not be safe: name a directory on a local disk"
            .formatted(journal(), setting, given, wanted));
  }

  JournalException closed() {
    return new JournalException(journal() + " is closed: open it first");
  }

  JournalException failedBefore(RuntimeException cause) {
    return new JournalException(
        journal() + " failed before and takes nothing more: close it and open it again", cause);
  }

  private String inUseMessage() {
    return journal() + " is open in another engine: close it first, or use another directory";
  }

  private static boolean damage(SQLException failure) {
    return failure.getErrorCode() == CORRUPT || failure.getErrorCode() == NOT_A_DATABASE;
  }
}
