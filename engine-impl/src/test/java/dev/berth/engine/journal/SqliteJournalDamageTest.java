package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of every kind is refused, or means nothing; it never changes what is read. */
class SqliteJournalDamageTest {
  private static final int ENTRIES = 60;
  private static final int STRIDE = Integer.getInteger("berth.test.damageStride", 13);

  @TempDir Path temporary;
  private Path directory;
  private Path file;
  private List<JournalEntry> entries;

  @BeforeEach
  void fillJournal() {
    directory = temporary.resolve("journal");
    file = directory.resolve("journal.db");
    entries = JournalFixture.entries(1, 1, ENTRIES);
    try (SqliteJournal journal = new SqliteJournal(directory)) {
      journal.open();
      journal.append(1, entries);
    }
  }

  @Test
  void noFlippedBitAnywhereInTheFileChangesWhatIsReadSilently() throws IOException {
    byte[] intact = Files.readAllBytes(file);
    int refused = 0;
    // A prime stride visits each column, page header and cell pointer at some row.
    int[] masks = {0x01, 0x80, 0xff, 0x10};
    for (int position = 0; position < intact.length; position += STRIDE) {
      if (flipIsRefused(intact, position, masks[position % masks.length])) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(100);
  }

  @Test
  void aFlippedBitInAnyByteOfAnEntryIsFoundAndItsSequenceIsNamed() throws IOException {
    byte[] intact = Files.readAllBytes(file);
    // Not one of the first page, of which SQLite left a copy behind when the table outgrew it.
    String payload = entries.get(49).payload();
    int at = indexOf(intact, payload);
    // Before it stands the type, after it the hash of the entry before.
    for (int position = at - 11; position < at + payload.length() + 16; position++) {
      byte[] damaged = intact.clone();
      damaged[position] ^= 0x10;
      Files.write(file, damaged);

      assertThat(refusal())
          .get()
          .isEqualTo(
              "journal "
                  + directory
                  + " is damaged at sequence 50: the checksum does not match:"
                  + " restore it from a copy, or begin with another directory");
    }
  }

  @Test
  void whatStandsBeforeTheDamageIsReadAndNothingAfterIt() throws SQLException {
    change("UPDATE event SET payload = '{}' WHERE seq = 30");
    List<JournalEntry> read = new ArrayList<>();
    try (SqliteJournal journal = new SqliteJournal(directory)) {
      journal.open();
      assertThatThrownBy(() -> journal.read(0, read::add)).isInstanceOf(JournalException.class);
    }

    assertThat(read).isEqualTo(entries.subList(0, 29));
  }

  @Test
  void aMissingEntryIsNamed() throws SQLException {
    change("DELETE FROM event WHERE seq = 30");

    assertThat(refusal()).get().asString().contains("at sequence 30: entry 31 stands in its place");
  }

  @Test
  void missingEntriesAtTheEndAreNoticed() throws SQLException {
    change("DELETE FROM event WHERE seq > 57");

    assertThat(refusal()).get().asString().contains("at sequence 60: entry 57 stands in its place");
  }

  @Test
  void aTableWithoutItsEntriesIsNoticed() throws SQLException {
    change("DELETE FROM event");

    assertThat(refusal()).get().asString().contains("at sequence 60: the entry is missing");
  }

  @Test
  void entriesOfAnotherJournalAreNoticedAlthoughTheyAreIntact() throws SQLException {
    Path other = temporary.resolve("other");
    try (SqliteJournal journal = new SqliteJournal(other)) {
      journal.open();
      journal.append(1, entries);
    }
    change(
        "ATTACH '" + other.resolve("journal.db") + "' AS other",
        "UPDATE event SET (previous_hash, crc) = (SELECT o.previous_hash, o.crc FROM other.event o"
            + " WHERE o.seq = event.seq) WHERE seq = 1");
    assertThat(refusal())
        .get()
        .asString()
        .contains("at sequence 1: it does not follow from the entry before");

    change(
        "ATTACH '" + other.resolve("journal.db") + "' AS other",
        "DELETE FROM event",
        "INSERT INTO event SELECT * FROM other.event");
    assertThat(refusal())
        .get()
        .asString()
        .contains("at sequence 60: it is not the entry that was appended last");
  }

  @Test
  void aChangedEngineIdIsNoticed() throws SQLException {
    change("UPDATE meta SET engine_id = 'other'");

    assertThat(refusal())
        .contains(
            "journal.db of journal "
                + directory
                + " is damaged: the checksum of the meta table does not match:"
                + " restore it from a copy, or begin with another directory");
  }

  @Test
  void aMissingMetaRowIsNoticed() throws SQLException {
    change("DELETE FROM meta");

    assertThat(refusal()).get().asString().contains("the row of the meta table is missing");
  }

  @Test
  void aFileCutShortIsNoticed() throws IOException {
    byte[] intact = Files.readAllBytes(file);
    // SQLite takes a file of one byte for an empty one, which is as good as no file.
    for (int length = 2; length < intact.length; length += 511) {
      Files.write(file, Arrays.copyOf(intact, length));

      assertThat(refusal()).as("cut to %d bytes", length).isPresent();
    }
  }

  /** Whether the damage was refused; if it was not, then what is read must be as it was. */
  private boolean flipIsRefused(byte[] intact, int position, int mask) throws IOException {
    byte[] damaged = intact.clone();
    damaged[position] ^= (byte) mask;
    Files.write(file, damaged);
    Files.deleteIfExists(directory.resolve("journal.db-wal"));
    List<JournalEntry> read = new ArrayList<>();
    try (SqliteJournal journal = new SqliteJournal(directory)) {
      journal.open();
      journal.read(0, read::add);
    } catch (JournalException refusal) {
      assertThat(refusal).hasMessageContaining(directory.toString());
      assertThat(read).isEqualTo(entries.subList(0, read.size()));
      return true;
    }
    assertThat(read).as("byte %d xor %d", position, mask).isEqualTo(entries);
    return false;
  }

  /** What an engine is told when it opens the journal and reads all of it. */
  private Optional<String> refusal() {
    try (SqliteJournal journal = new SqliteJournal(directory)) {
      journal.open();
      journal.read(0, entry -> {});
      return Optional.empty();
    } catch (JournalException refusal) {
      return Optional.of(refusal.getMessage());
    }
  }

  private static int indexOf(byte[] bytes, String text) {
    int at =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .indexOf(
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    assertThat(at).isPositive();
    return at;
  }

  private void change(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
