package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds the places in the chain of entries that a journal builds on. */
final class PostgresChain {
  private final PostgresRows rows;
  private final PostgresFailures failures;
  private final HashChain chain = new HashChain();

  PostgresChain(Connection connection, PostgresTables tables) {
    this.rows = new PostgresRows(connection, tables);
    this.failures = tables.failures();
  }

  /**
   * The newest entry, verified by its checksum. The newest that {@code meta} knows must still be
   * there, unless it was dropped: so rows that went missing at the end are noticed.
   */
  Link end(JournalMeta meta) throws SQLException {
    Link known = meta.end();
    for (SnapshotRegistration snapshot : meta.snapshots()) {
      known = snapshot.sequence() > known.sequence() ? snapshot.at() : known;
    }
    if (known.sequence() > meta.dropped().sequence()) {
      ChainWalk.at(known.sequence(), meta, failures::damagedAt)
          .pass(rows.row(known.sequence()).orElse(null));
    } else {
      known = meta.dropped();
    }
    Optional<StoredRow> newest = rows.newest();
    if (newest.isEmpty() || newest.get().sequence() <= known.sequence()) {
      return known;
    }
    StoredRow row = newest.get();
    ChainWalk.at(row.sequence(), meta, failures::damagedAt).pass(row);
    return new Link(row.sequence(), chain.hash(row));
  }

  /** Where a snapshot at {@code sequence} stands. */
  Link link(long sequence, JournalMeta meta) throws SQLException {
    if (sequence == meta.end().sequence()) {
      return meta.end();
    }
    StoredRow row = rows.row(sequence).filter(it -> it.intact(chain)).orElse(null);
    if (row == null) {
      throw failures.damagedAt(sequence, "a snapshot cannot be tied to it");
    }
    return new Link(sequence, chain.hash(row));
  }

  /**
   * Removes a slice of the entries from {@code first} to {@code last}; gives the last that went.
   */
  Link drop(long first, long last, JournalMeta meta) throws SQLException {
    Link end = endOfDrop(rows.endOfSlice(first, last), meta);
    rows.delete(first, end.sequence());
    return end;
  }

  /**
   * What the first kept row will have to follow, which is decided by the last row that goes. If
   * that one is damaged, by the first that stays: the damage goes, and its neighbour must not.
   */
  private Link endOfDrop(long end, JournalMeta meta) throws SQLException {
    for (SnapshotRegistration snapshot : meta.snapshots()) {
      if (snapshot.sequence() == end) {
        return snapshot.at();
      }
    }
    Optional<StoredRow> goes = rows.row(end).filter(row -> row.intact(chain));
    if (goes.isPresent()) {
      return new Link(end, chain.hash(goes.get()));
    }
    StoredRow stays = rows.row(end + 1).filter(row -> row.intact(chain)).orElse(null);
    if (stays == null) {
      throw failures.damagedAt(end, "what follows it is damaged too, so it cannot be dropped");
    }
    return new Link(end, stays.previous());
  }
}
