package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalSnapshotTest extends JournalSnapshotContractTest {
  @TempDir Path temporary;
  Path directory;

  @Override
  Journal empty() {
    directory = temporary.resolve("journal");
    return Journals.directory(directory);
  }

  @Override
  Journal again(Journal closed) {
    return Journals.directory(directory);
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyTheOwnerCanReadSnapshots() throws IOException {
    openWithSnapshots();
    Path snapshots = directory.resolve("snapshots");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(snapshots)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(snapshots)) {
      assertThat(files)
          .hasSize(2)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void aJournalOfTheFormatWithoutSnapshotsIsReadAndGoesOn() throws Exception {
    List<JournalEntry> golden = openGolden();

    assertThat(golden).hasSize(32);
    assertThat(golden.getFirst().type()).isEqualTo("EngineStarted");
    assertThat(journal.snapshot()).isEmpty();
    journal.append(2, entries(2, 33, 34));
    journal.writeSnapshot(2, 32, texts("thirty-two"));
    journal.writeSnapshot(2, 34, texts("thirty-four"));
    assertThat(journal.drop(2, 34, 10)).isEqualTo(10);
    assertThat(reopen().epoch()).isEqualTo(3);
    assertThat(readAfter(10).subList(0, 22)).isEqualTo(golden.subList(10, 32));
    assertSnapshot(34, "thirty-four");
  }

  @Test
  void damageToAJournalOfTheFormatWithoutSnapshotsIsFoundBeforeItIsChanged() throws Exception {
    copyGolden();
    change("UPDATE meta SET last_sequence = 31");
    byte[] before = Files.readAllBytes(directory.resolve("journal.db"));

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the checksum of the meta table does not match");
    assertThat(Files.readAllBytes(directory.resolve("journal.db"))).isEqualTo(before);
  }

  @Test
  void everyChangeToWhatMetaKnowsOfSnapshotsIsRefused() throws SQLException {
    openWithSnapshots();
    journal.drop(1, 5, 2);
    journal.close();
    for (String change :
        List.of(
            "UPDATE snapshot SET seq = 6 WHERE seq = 5",
            "UPDATE snapshot SET hash = zeroblob(16) WHERE seq = 5",
            "UPDATE snapshot SET sha256 = 'x' || substr(sha256, 2) WHERE seq = 8",
            "DELETE FROM snapshot WHERE seq = 8",
            "DELETE FROM snapshot",
            "INSERT INTO snapshot SELECT 9, hash, sha256 FROM snapshot WHERE seq = 8",
            "UPDATE meta SET dropped_sequence = 3",
            "UPDATE meta SET dropped_hash = zeroblob(16)")) {
      // What a change changes is put back by rolling back to the copy.
      change(
          "ATTACH '" + temporary.resolve("copy.db") + "' AS copy",
          "BEGIN",
          "CREATE TABLE copy.meta AS SELECT * FROM main.meta",
          "CREATE TABLE copy.snapshot AS SELECT * FROM main.snapshot",
          "COMMIT");
      change(change);

      assertThatThrownBy(journal::open)
          .as(change)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("the checksum of the meta table does not match");
      change(
          "ATTACH '" + temporary.resolve("copy.db") + "' AS copy",
          "DELETE FROM meta",
          "INSERT INTO meta SELECT * FROM copy.meta",
          "DELETE FROM snapshot",
          "INSERT INTO snapshot SELECT * FROM copy.snapshot",
          "DROP TABLE copy.meta",
          "DROP TABLE copy.snapshot");
    }
    assertThat(journal.open().epoch()).isEqualTo(2);
  }

  @Test
  void theFirstKeptEntryIsHeldAgainstTheLastDroppedOne() throws SQLException {
    openWithSnapshots();
    journal.drop(1, 5, 2);
    journal.close();
    Path other = temporary.resolve("other");
    try (Journal same = Journals.directory(other)) {
      same.open();
      same.append(1, entries(1, 1, 9));
    }
    // Intact by its own checksum, and with the same content, but of another chain.
    change(
        "ATTACH '" + other.resolve("journal.db") + "' AS other",
        "UPDATE event SET (previous_hash, crc) = (SELECT o.previous_hash, o.crc FROM other.event o"
            + " WHERE o.seq = 3) WHERE seq = 3");
    journal.open();

    assertThatThrownBy(() -> readAfter(2))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("at sequence 3: it does not follow from the entry before");
  }

  @Test
  void theFirstKeptEntryIsMissedWhereverTheDropEnded() throws SQLException {
    openWithSnapshots();
    journal.drop(1, 5, 2);
    journal.close();
    change("DELETE FROM event WHERE seq = 3");
    journal.open();

    assertThatThrownBy(() -> readAfter(2))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("at sequence 3: entry 4 stands in its place");
  }

  @Test
  void aDamagedEntryThatASnapshotContainsDoesNotKeepAnEngineFromWhatFollows() throws SQLException {
    openWithSnapshots();
    journal.close();
    change("UPDATE event SET payload = 'damaged' WHERE seq IN (2, 5)");
    journal.open();

    assertThat(readAfter(5)).isEqualTo(entries(1, 6, 9));
    assertThatThrownBy(() -> readAfter(4))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("at sequence 5: the checksum does not match");
    // They go like the others, and the chain holds on.
    assertThat(journal.drop(2, 9, 2)).isEqualTo(2);
    assertThat(journal.drop(2, 9, 9)).isEqualTo(3);
    assertThat(readAfter(5)).isEqualTo(entries(1, 6, 9));
  }

  @Test
  void aSnapshotIsNotTiedToADamagedEntry() throws SQLException {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.close();
    change("UPDATE event SET payload = 'damaged' WHERE seq = 5");
    journal.open();

    assertThatThrownBy(() -> journal.writeSnapshot(2, 5, texts("five")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("at sequence 5: a snapshot cannot be tied to it");
  }

  @Test
  void anEntryThatIsNotTheOneOfTheSnapshotIsFoundWhereTheReadingPassesIt() throws SQLException {
    openWithSnapshots();
    journal.close();
    Path other = temporary.resolve("other");
    try (Journal same = Journals.directory(other)) {
      same.open();
      same.append(1, entries(1, 1, 9));
    }
    change(
        "ATTACH '" + other.resolve("journal.db") + "' AS other",
        "UPDATE event SET (previous_hash, crc) = (SELECT o.previous_hash, o.crc FROM other.event o"
            + " WHERE o.seq = 8) WHERE seq = 8");
    journal.open();

    assertThatThrownBy(() -> readAfter(6))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("at sequence 8: it does not follow from the entry before");
  }

  /** In one transaction all deleted rows find the same end of the drop before in meta. */
  @Test
  void noTransactionDropsMoreThanASlice() throws SQLException {
    journal.open();
    journal.append(1, entries(1, 1, 3 * SqliteRows.DROP_ROWS + 7));
    appendLargePayloads(3 * SqliteRows.DROP_ROWS + 8, 6);
    long last = 3L * SqliteRows.DROP_ROWS + 13;
    journal.close();
    change(
        "CREATE TABLE went (seq INTEGER, bytes INTEGER, turn INTEGER)",
        "CREATE TRIGGER went AFTER DELETE ON event BEGIN INSERT INTO went VALUES"
            + " (old.seq, length(old.payload), (SELECT dropped_sequence FROM meta)); END");
    journal.open();
    journal.writeSnapshot(2, last - 1, texts("older"));
    journal.writeSnapshot(2, last, texts("newer"));

    assertThat(journal.drop(2, last, Integer.MAX_VALUE)).isEqualTo((int) last - 1);
    journal.close();
    assertThat(number("SELECT count(*) FROM went")).isEqualTo(last - 1);
    assertThat(number("SELECT max(n) FROM (SELECT count(*) AS n FROM went GROUP BY turn)"))
        .isEqualTo(SqliteRows.DROP_ROWS);
    // A slice ends with the row that reaches the limit, so it may be beyond it by one such row.
    assertThat(number("SELECT max(n) FROM (SELECT sum(bytes) AS n FROM went GROUP BY turn)"))
        .isBetween(SqliteRows.SLICE_BYTES, 2 * SqliteRows.SLICE_BYTES);
    assertThat(number("SELECT count(DISTINCT turn) FROM went")).isEqualTo(3 + 1 + 2);
  }

  private void openWithSnapshots() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 5, texts("five"));
    journal.writeSnapshot(1, 8, texts("eight"));
  }

  private void appendLargePayloads(long first, int count) {
    String large = "x".repeat((int) SqliteRows.SLICE_BYTES / 2);
    for (long sequence = first; sequence < first + count; sequence++) {
      journal.append(1, List.of(new JournalEntry(sequence, 1, TIME, "Large", large)));
    }
  }

  private List<JournalEntry> openGolden() throws IOException {
    copyGolden();
    assertThat(journal.open().lastSequence()).isEqualTo(32);
    return new ArrayList<>(readAfter(0));
  }

  private void copyGolden() throws IOException {
    Files.createDirectory(directory);
    try (InputStream golden = getClass().getResourceAsStream("/journal/format-1.db")) {
      Files.copy(golden, directory.resolve("journal.db"));
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      return row.getLong(1);
    }
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
