package dev.berth.engine.journal;

import dev.berth.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a journal's user is told when PostgreSQL, the lease or the journal's content fails. */
final class PostgresFailures {
  private static final String RESTORE =
      "restore its tables from a copy, or begin with another tablePrefix";

  private final String journal;

  PostgresFailures(PostgresSettings.Place place) {
    journal =
        "journal '%s%s' in PostgreSQL"
            .formatted(place.schema().map(schema -> schema + ".").orElse(""), place.prefix());
  }

  /** How messages call the journal. */
  String journal() {
    return journal;
  }

  JournalException opening(SQLException cause) {
    return new JournalException(
        "%s cannot be opened: %s: the server must run, and this user must be allowed to make tables or find them made"
            .formatted(journal, reason(cause)),
        cause);
  }

  JournalException otherDatabase(String product) {
    return new JournalException(
        "%s: the data source leads to %s: give one that leads to PostgreSQL"
            .formatted(journal, product));
  }

  JournalException weaker(String setting, String given, String remedy) {
    return new JournalException(
        "%s: the server has %s = %s, so appended events would not be safe: %s"
            .formatted(journal, setting, given, remedy));
  }

  JournalException noSchema() {
    return new JournalException(
        "%s: no schema of the connection's search_path exists: name one by PostgresOptions.schema"
            .formatted(journal));
  }

  JournalException openAlready() {
    return new JournalException(
        journal + " is open already: an instance serves one engine, make another one");
  }

  JournalException led(PostgresLeader leader, String why) {
    return new JournalException(
        "%s is led by '%s' (epoch %d) for another %s%s: close that engine, or wait by PostgresOptions.standby"
            .formatted(journal, leader.holder(), leader.epoch(), seconds(leader.left()), why));
  }

  JournalException interrupted(@Nullable PostgresLeader leader) {
    return new JournalException(
        "%s: this thread was interrupted while it waited for '%s' to end"
            .formatted(journal, leader == null ? "another engine" : leader.holder()));
  }

  JournalException lapsed(long epoch, Duration ago, Duration lease) {
    return new JournalException(
        "%s: the lease of epoch %d was last renewed %s ago and lasts %s: another engine may lead, stop this one"
            .formatted(journal, epoch, seconds(ago), seconds(lease)));
  }

  JournalException lost(JournalException reason) {
    return new JournalException(String.valueOf(reason.getMessage()), reason);
  }

  JournalException appending(long first, long last, SQLException cause) {
    return new JournalException(
        "%s: appending entries %d to %d failed: %s: whether they were kept is unknown, open the journal again to learn it"
            .formatted(journal, first, last, reason(cause)),
        cause);
  }

  JournalException notSent(long first, long last, SQLException cause) {
    return new JournalException(
        "%s: entries %d to %d were not appended, the server cannot be reached: %s: open the journal again"
            .formatted(journal, first, last, reason(cause)),
        cause);
  }

  JournalException lookingAt(Exception cause) {
    return new JournalException("%s cannot be looked at: %s".formatted(journal, cause), cause);
  }

  JournalException dropping(long first, Exception cause) {
    return new JournalException(
        "%s: dropping entries from %d on failed: %s: what went before stays away, and the journal goes on"
            .formatted(journal, first, cause),
        cause);
  }

  JournalException snapshotNotWritten(long sequence, Exception cause) {
    return new JournalException(
        "%s: the snapshot at %d was not written: %s: the journal goes on without it"
            .formatted(journal, sequence, cause),
        cause);
  }

  JournalException snapshotUnreadable(long sequence, Exception cause) {
    return new JournalException(
        "%s: the snapshot at %d can no longer be read: %s"
            .formatted(journal, sequence, cause.getMessage()),
        cause);
  }

  JournalException snapshotsDamaged(String damages, long firstKept) {
    return new JournalException(
        "%s: no snapshot verifies (%s), and entries before %d were dropped: %s"
            .formatted(journal, damages, firstKept, RESTORE));
  }

  JournalException reading(long lastGood, SQLException cause) {
    return new JournalException(
        "%s cannot be read after sequence %d: %s".formatted(journal, lastGood, reason(cause)),
        cause);
  }

  JournalException damagedAt(long sequence, String what) {
    return new JournalException(
        "%s is damaged at sequence %d: %s: %s".formatted(journal, sequence, what, RESTORE));
  }

  JournalException damaged(String what) {
    return new JournalException("%s is damaged: %s: %s".formatted(journal, what, RESTORE));
  }

  JournalException otherFormat(long found, long known) {
    return new JournalException(
        "%s has format %d, this version of Berth reads format %d: use the version that wrote it"
            .formatted(journal, found, known));
  }

  JournalException closedWhileWaiting() {
    return new JournalException(journal + " was closed while it waited for another engine to end");
  }

  JournalException closed() {
    return new JournalException(journal + " is closed: open it first");
  }

  JournalException failedBefore(JournalException cause) {
    return new JournalException(
        journal + " failed before and takes nothing more: close it and open it again", cause);
  }

  private static String reason(SQLException failure) {
    return failure.getSQLState() == null
        ? String.valueOf(failure.getMessage())
        : "%s (SQLSTATE %s)".formatted(failure.getMessage(), failure.getSQLState());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
