package dev.berth.engine.journal;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A journal in a directory, opened to be looked at: it takes no lease and changes nothing. Verifies
 * what an engine would verify, and what none needs any more.
 */
public final class SqliteArchive implements AutoCloseable {
  private final SqliteFailures failures;
  private final SnapshotFiles files;
  private final UnchangedFile file;
  private final SqliteRows rows;
  private final JournalMeta meta;

  /**
   * How far entries verify, one after the other.
   *
   * @param sequence of the last one that does
   * @param damage of the next one, empty if there is none
   */
  public record Reach(long sequence, Optional<String> damage) {}

  /**
   * A snapshot as it was found.
   *
   * @param sequence of the last entry that it contains
   * @param damage if it does not verify
   */
  public record FoundSnapshot(long sequence, Optional<String> damage) {}

  /** Opens the journal in {@code directory}. */
  public SqliteArchive(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    failures = new SqliteFailures(absolute);
    files = new SnapshotFiles(absolute);
    try {
      file = UnchangedFile.open(absolute.resolve("journal.db"), failures);
      rows = new SqliteRows(file.connection());
      meta = meta();
    } catch (SQLException e) {
      throw failures.opening(e);
    }
  }

  private JournalMeta meta() throws SQLException {
    try {
      SqliteTables tables = new SqliteTables(file.connection(), failures);
      long newestSnapshot = files.newest();
      if (tables.missing()) {
        failures.requireEnd(0, newestSnapshot);
        throw failures.notOurs();
      }
      JournalMeta found = tables.meta();
      failures.requireEnd(found.end().sequence(), newestSnapshot);
      return found;
    } catch (IOException e) {
      file.close();
      throw failures.notLookedAt(e);
    } catch (SQLException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whose journal it is. */
  public String engineId() {
    return meta.engineId();
  }

  /** The epoch of the newest lease. */
  public long epoch() {
    return meta.epoch();
  }

  /** The number of the newest entry that was dropped, 0 if none was. */
  public long dropped() {
    return meta.dropped().sequence();
  }

  /** The number of the newest entry, 0 if there is none. */
  public long last() {
    return meta.end().sequence();
  }

  /** Hands over what follows {@code sequence}, as {@link SqliteJournal#read} does. */
  public void read(long sequence, Consumer<JournalEntry> consumer) {
    new SnapshotRules(failures.journal()).requireKept(sequence, dropped());
    ChainWalk.after(sequence, meta, failures::damagedAt)
        .toEnd(
            this::slice,
            row -> {
              if (row.sequence() > sequence) {
                consumer.accept(row.entry());
              }
            });
    file.requireUnchanged();
  }

  /**
   * Hands over what follows {@code sequence} up to {@code last}, and verifies no more than that.
   */
  public void readUpTo(long sequence, long last, Consumer<JournalEntry> consumer) {
    new SnapshotRules(failures.journal()).requireKept(sequence, dropped());
    ChainWalk walk = ChainWalk.after(sequence, meta, failures::damagedAt);
    while (walk.next() <= last) {
      List<StoredRow> slice = slice(walk.next());
      if (slice.isEmpty()) {
        walk.pass(null);
      }
      for (StoredRow row : slice) {
        if (walk.next() <= last) {
          walk.pass(row);
          consumer.accept(row.entry());
        }
      }
    }
    file.requireUnchanged();
  }

  /** How far what follows {@code sequence} verifies. */
  public Reach reach(long sequence) {
    ChainWalk walk = ChainWalk.after(sequence, meta, failures::damagedAt);
    try {
      walk.toEnd(this::slice, row -> {});
      return reached(walk.next() - 1, Optional.empty());
    } catch (JournalException damage) {
      return reached(walk.next() - 1, Optional.of(String.valueOf(damage.getMessage())));
    }
  }

  private Reach reached(long sequence, Optional<String> damage) {
    file.requireUnchanged();
    return new Reach(sequence, damage);
  }

  /** The snapshots that the journal knows, the oldest first, each read to its end. */
  public List<FoundSnapshot> snapshots() {
    List<FoundSnapshot> found = new ArrayList<>();
    for (SnapshotRegistration registered : meta.snapshots()) {
      found.add(new FoundSnapshot(registered.sequence(), stored(registered).damage()));
    }
    file.requireUnchanged();
    return found;
  }

  /** The newest snapshot that verifies and contains nothing after {@code sequence}. */
  public Optional<JournalSnapshot> snapshotUpTo(long sequence) {
    for (SnapshotRegistration registered : meta.snapshots().reversed()) {
      if (registered.sequence() <= sequence && stored(registered).damage().isEmpty()) {
        return Optional.of(stored(registered).snapshot());
      }
    }
    return Optional.empty();
  }

  /**
   * Writes a journal that ends at {@code sequence} into {@code target}, which must not exist; with
   * the snapshots up to there that verify.
   *
   * @param from after which entries are taken over: {@link #dropped}, or a snapshot
   */
  public void cut(long from, long sequence, Path target) {
    Link beginning =
        ChainWalk.after(from, meta, failures::damagedAt)
            .link()
            .orElseThrow(() -> new IllegalArgumentException(from + " is no snapshot"));
    List<StoredSnapshot> kept =
        meta.snapshots().stream()
            .filter(it -> it.sequence() >= from && it.sequence() <= sequence)
            .map(this::stored)
            .filter(stored -> stored.damage().isEmpty())
            .toList();
    new JournalCut(target.toAbsolutePath().normalize(), failures)
        .write(meta, beginning, sequence, this::slice, kept);
    file.requireUnchanged();
  }

  private List<StoredRow> slice(long sequence) {
    try {
      return rows.slice(sequence);
    } catch (SQLException e) {
      throw failures.reading(sequence - 1, e);
    }
  }

  private StoredSnapshot stored(SnapshotRegistration registered) {
    return new StoredSnapshot(
        files.file(registered.sequence()), meta.engineId(), registered, failures);
  }

  @Override
  public void close() {
    file.close();
  }
}
