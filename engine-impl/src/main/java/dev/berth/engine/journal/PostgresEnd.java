package dev.berth.engine.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Finds where a journal ends, which the next append builds on. */
final class PostgresEnd {
  private final PostgresRows rows;
  private final PostgresFailures failures;
  private final HashChain chain = new HashChain();

  PostgresEnd(Connection connection, PostgresTables tables) {
    this.rows = new PostgresRows(connection, tables);
    this.failures = tables.failures();
  }

  /**
   * The newest entry, verified by its checksum. The one that {@code meta} knows must still be
   * there, unless it was dropped: so rows that went missing at the end are noticed.
   */
  Link find(JournalMeta meta) throws SQLException {
    Link known = meta.end();
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
}
