package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalSnapshot;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was changed in the tables behind the journal's back is refused, with its place. */
@ExtendWith(PostgresExtension.class)
class PostgresJournalDamageTest {
  private static final List<JournalEntry> ENTRIES = JournalFixture.entries(1, 1, 60);

  private static final Duration LONG = Duration.ofMinutes(10);

  private final PostgresServer server;
  private final String schema;
  private final PostgresOptions place;

  PostgresJournalDamageTest(PostgresServer server) {
    this.server = server;
    this.schema = server.newSchema();
    this.place = PostgresOptions.defaults().schema(schema);
  }

  @BeforeEach
  void fillJournal() {
    try (Journal journal = journal()) {
      journal.open();
      journal.append(1, ENTRIES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epoch = epoch + 1",
        "second = second - 1",
        "nano = nano + 1",
        "type = set_byte(type, 0, get_byte(type, 0) # 1)",
        "type = type || '\\x00'",
        "payload = set_byte(payload, 10, get_byte(payload, 10) # 16)",
        "payload = ''",
        "previous_hash = set_byte(previous_hash, 15, get_byte(previous_hash, 15) # 128)",
        "previous_hash = previous_hash || '\\x00'",
        "crc = crc + 1",
        "crc = -1"
      })
  void aChangeOfAnyColumnOfAnEntryIsFoundAndItsSequenceIsNamed(String change) throws SQLException {
    server.execute("UPDATE %s SET %s WHERE seq = 30".formatted(table("event"), change));
    List<JournalEntry> read = new ArrayList<>();
    try (Journal journal = journal()) {
      journal.open();
      assertThatThrownBy(() -> journal.read(0, read::add))
          .isInstanceOf(JournalException.class)
          .hasMessageEndingWith(
              "is damaged at sequence 30: the checksum does not match: restore its tables from a"
                  + " copy, or begin with another tablePrefix");
    }

    assertThat(read).isEqualTo(ENTRIES.subList(0, 29));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "engine_id = 'other'",
        "epoch = epoch + 1",
        "last_sequence = last_sequence - 1",
        "last_hash = set_byte(last_hash, 0, get_byte(last_hash, 0) # 1)",
        "dropped_sequence = 10",
        "dropped_hash = set_byte(dropped_hash, 0, get_byte(dropped_hash, 0) # 1)",
        "crc = crc + 1"
      })
  void aChangeOfTheLeadRowIsFound(String change) throws SQLException {
    server.execute("UPDATE %s SET %s".formatted(table("lead"), change));

    assertThat(refusal()).contains("the checksum of tables").contains("does not match");
  }

  @Test
  void missingEntriesAreNamed() throws SQLException {
    server.execute("DELETE FROM %s WHERE seq = 30".formatted(table("event")));
    assertThat(refusal()).contains("at sequence 30: entry 31 stands in its place");
  }

  @Test
  void missingEntriesAtTheEndAreNoticed() throws SQLException {
    server.execute("DELETE FROM %s WHERE seq > 57".formatted(table("event")));
    assertThat(refusal()).contains("at sequence 60: the entry is missing");
  }

  @Test
  void entriesThatASnapshotContainsAreMissedAtTheEndThoughNoRenewalKnewThem() throws SQLException {
    try (Journal journal = Journals.postgres(server.dataSource(), place.lease(LONG))) {
      journal.open();
      journal.append(2, JournalFixture.entries(2, 61, 70));
      journal.writeSnapshot(2, 68, JournalSnapshotContractTest.texts("state"));
      server.execute(
          "DELETE FROM %s WHERE seq > 65".formatted(table("event")),
          "UPDATE %s SET expires = 'epoch'".formatted(table("lead")));

      assertThat(refusal()).contains("at sequence 68: the entry is missing");
    }
  }

  @Test
  void aTableWithoutItsEntriesIsNoticed() throws SQLException {
    server.execute("TRUNCATE %s".formatted(table("event")));
    assertThat(refusal()).contains("at sequence 60: the entry is missing");
  }

  @Test
  void entriesOfAnotherJournalAreNoticedAlthoughTheyAreIntact() throws SQLException {
    String other = server.newSchema();
    try (Journal journal =
        Journals.postgres(server.dataSource(), PostgresOptions.defaults().schema(other))) {
      journal.open();
      journal.append(1, ENTRIES);
    }
    server.execute(
        "TRUNCATE %s".formatted(table("event")),
        "INSERT INTO %s SELECT * FROM %s.berth_event".formatted(table("event"), other));

    assertThat(refusal()).contains("at sequence 60: it is not the entry that was appended last");
  }

  @Test
  void missingRowsAndTablesDoNotMakeAJournalNew() throws SQLException {
    server.execute("DELETE FROM %s".formatted(table("lead")));
    assertThat(refusal()).contains("the row of table").contains("is missing");

    server.execute("DROP TABLE %s".formatted(table("lead")));
    assertThat(refusal()).contains("is damaged: 1 of its tables").contains("are missing");
  }

  @Test
  void anotherFormatIsRefused() throws SQLException {
    server.execute("UPDATE %s SET format = 99".formatted(table("lead")));
    assertThat(refusal())
        .endsWith(
            "has format 99, this version of Berth reads format 2: use the version that wrote it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE %s SET bytes = set_byte(bytes, 200, get_byte(bytes, 200) # 1) WHERE sequence = 50",
        "UPDATE %s SET bytes = bytes || '\\x00' WHERE sequence = 50",
        "DELETE FROM %s WHERE sequence = 50"
      })
  void aDamagedSnapshotGivesWayToTheOlderOne(String damage) throws SQLException {
    writeSnapshots();
    server.execute(damage.formatted(table("snapshot_piece")));

    try (Journal journal = journal()) {
      journal.open();
      JournalSnapshot older = journal.snapshot().orElseThrow();
      assertThat(older.sequence()).isEqualTo(40);
      assertThat(older.chunks())
          .map(chunk -> new String(chunk, StandardCharsets.UTF_8))
          .containsExactly("forty");
    }
  }

  @Test
  void aChangedRegistrationIsFound() throws SQLException {
    writeSnapshots();
    server.execute("DELETE FROM %s WHERE sequence = 50".formatted(table("snapshot")));

    assertThat(refusal()).contains("the checksum of tables").contains("does not match");
  }

  @Test
  void withoutAnySnapshotWhatWasDroppedIsMissed() throws SQLException {
    writeSnapshots();
    try (Journal journal = journal()) {
      long epoch = journal.open().epoch();
      assertThat(journal.drop(epoch, 40, 100)).isEqualTo(40);
    }
    server.execute("TRUNCATE %s".formatted(table("snapshot_piece")));

    try (Journal journal = journal()) {
      journal.open();
      assertThatThrownBy(journal::snapshot)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("no snapshot verifies (the snapshot at 50 is damaged: ")
          .hasMessageContaining("and entries before 41 were dropped");
    }
  }

  private void writeSnapshots() {
    try (Journal journal = journal()) {
      long epoch = journal.open().epoch();
      byte[] large = new byte[3 * PostgresPieces.PIECE_BYTES];
      new java.util.Random(7).nextBytes(large);
      journal.writeSnapshot(epoch, 40, JournalSnapshotContractTest.texts("forty"));
      journal.writeSnapshot(epoch, 50, List.of(large, large).iterator());
      assertThat(journal.snapshot().orElseThrow().chunks()).containsExactly(large, large);
    }
  }

  /** What an engine is told when it opens the journal and reads all of it. */
  private String refusal() {
    try (Journal journal = journal()) {
      journal.open();
      journal.read(0, entry -> {});
      throw new AssertionError("the damage was not refused");
    } catch (JournalException refusal) {
      return refusal.getMessage();
    }
  }

  private Journal journal() {
    return Journals.postgres(server.dataSource(), place);
  }

  private String table(String name) {
    return schema + ".berth_" + name;
  }
}
