package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.berth.JournalException;
import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContractTest {
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
  void itsDirectoryIsTheOneGiven() {
    assertThat(journal.directory()).contains(directory);
  }

  @Test
  void missingDirectoriesAreMade() {
    Path deep = temporary.resolve("a/b/c");
    try (Journal made = Journals.directory(deep)) {
      made.open();
      assertThat(deep.resolve("journal.db")).isRegularFile();
    }
  }

  @Test
  void aDirectoryMayHaveAnyName() {
    Path odd = temporary.resolve("a?b#c%20d;e'f g\u00fc");
    try (Journal made = Journals.directory(odd)) {
      made.open();
      assertThat(odd.resolve("journal.db")).isNotEmptyFile();
    }
    try (Journal again = Journals.directory(odd)) {
      assertThat(again.open().epoch()).isEqualTo(2);
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void onlyTheOwnerCanReadWhatIsMade() throws IOException {
    journal.open();
    journal.append(1, entries(1, 1, 1));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Files.writeString(directory, "not a directory");

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessage("journal " + directory + " is a file: name a directory");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aPlaceWhereNoDirectoryCanBeMadeIsRefused() {
    Path impossible = Path.of("/proc/berth/journal");

    assertThatThrownBy(() -> Journals.directory(impossible).open())
        .isInstanceOf(JournalException.class)
        .hasMessageMatching(
            "journal /proc/berth/journal cannot be made \\(.*/proc/berth.*\\):"
                + " name a directory this user may write to");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDirectoryWhereNoFileCanBeMadeIsRefused() {
    assertThatThrownBy(() -> Journals.directory(Path.of("/proc")).open())
        .isInstanceOf(JournalException.class)
        .hasMessageMatching(
            "journal /proc cannot be made \\(.*/proc/journal.db.*\\):"
                + " name a directory this user may write to");
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aReadOnlyDirectoryIsRefused() throws IOException {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
    assumeFalse(Files.isWritable(directory), "root may write anywhere");

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessageEndingWith("name a directory this user may write to");
  }

  @Test
  void aSecondJournalOnAnOpenDirectoryIsRefused() {
    journal.open();
    String refusal =
        "journal "
            + directory
            + " is open in another engine: close it first, or use another directory";

    assertThatThrownBy(() -> Journals.directory(directory).open())
        .isInstanceOf(JournalException.class)
        .hasMessage(refusal);
    assertThatThrownBy(journal::open).isInstanceOf(JournalException.class).hasMessage(refusal);
    journal.append(1, entries(1, 1, 1));
    assertThat(readAfter(0)).hasSize(1);
  }

  @Test
  void aRefusedSecondOpeningDoesNotRaiseTheEpoch() {
    journal.open();
    assertThatThrownBy(() -> Journals.directory(directory).open())
        .isInstanceOf(JournalException.class);

    assertThat(reopen().epoch()).isEqualTo(2);
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefused() throws SQLException, IOException {
    Files.createDirectory(directory);
    change("CREATE TABLE customer (name TEXT)");

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + directory
                + " holds a journal.db that Berth did not make, or whose first page is damaged:"
                + " name another directory, or restore it from a copy");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("journal.db"), "This is not a database.".repeat(100));

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessageMatching(
            "journal.db of journal \\Q"
                + directory
                + "\\E is damaged: .*SQLITE_NOTADB.*:"
                + " restore it from a copy, or begin with another directory");
  }

  @Test
  void aNewerFormatIsRefused() throws SQLException {
    journal.open();
    journal.close();
    change("ALTER TABLE meta RENAME COLUMN engine_id TO name", "UPDATE meta SET format = 3");

    assertThatThrownBy(journal::open)
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal "
                + directory
                + " has format 3, this version of Berth reads formats up to 2:"
                + " use the version that wrote it");
  }

  @Test
  void aFailedAppendLeavesTheJournalUnusableUntilItIsOpenedAgain() throws SQLException {
    journal.open();
    journal.append(1, entries(1, 1, 2));
    journal.close();
    change(
        """
        CREATE TRIGGER full BEFORE INSERT ON event WHEN NEW.seq = 5
        BEGIN SELECT RAISE(ABORT, 'no space'); END\
        """);
    journal.open();

    assertThatThrownBy(() -> journal.append(2, entries(2, 3, 6)))
        .isInstanceOf(JournalException.class)
        .message()
        .startsWith("journal " + directory + ": appending entries 3 to 6 failed: ")
        .contains("no space")
        .endsWith(": whether they were kept is unknown, open the journal again to learn it");
    String refusal = " failed before and takes nothing more: close it and open it again";
    assertRefused(() -> journal.append(2, entries(2, 3, 3)), refusal);
    assertRefused(() -> readAfter(0), refusal);
    journal.close();
    change("DROP TRIGGER full");
    JournalLease lease = journal.open();

    assertThat(lease.epoch()).isEqualTo(3);
    assertThat(lease.lastSequence()).isEqualTo(2);
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 2));
    journal.append(3, entries(3, 3, 3));
  }

  @Test
  void aBatchThatFailsHalfWayIsNotKept() throws SQLException {
    journal.open();
    journal.append(1, entries(1, 1, 2));
    journal.close();
    change(
        """
        CREATE TRIGGER half AFTER INSERT ON event WHEN NEW.seq = 5
        BEGIN SELECT RAISE(FAIL, 'half is written'); END\
        """);
    journal.open();

    assertThatThrownBy(() -> journal.append(2, entries(2, 3, 6)))
        .isInstanceOf(JournalException.class);
    assertThat(reopen().lastSequence()).isEqualTo(2);
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 2));
  }

  @Test
  void halfASurrogatePairIsRefusedBecauseItWouldComeBackAsAQuestionMark() {
    journal.open();

    assertThatThrownBy(
            () -> journal.append(1, List.of(new JournalEntry(1, 1, TIME, "T", "\ud83d"))))
        .isInstanceOf(JournalException.class)
        .hasMessage("entry 1 of type 'T' holds half a surrogate pair, which no journal can keep");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void closingLeavesNoFileOpen() throws IOException {
    journal.open();
    journal.append(1, entries(1, 1, 3));
    assertThat(openFiles()).anyMatch(file -> file.startsWith(directory.toString()));
    journal.close();

    assertThat(openFiles()).noneMatch(file -> file.startsWith(directory.toString()));
    assertThat(directory.resolve("journal.db-wal")).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aRefusedOpeningLeavesNoFileOpen() throws IOException {
    Files.createDirectory(directory);
    Files.writeString(directory.resolve("journal.db"), "This is not a database.".repeat(100));
    assertThatThrownBy(journal::open).isInstanceOf(JournalException.class);

    assertThat(openFiles()).noneMatch(file -> file.startsWith(directory.toString()));
  }

  private static List<String> openFiles() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(SqliteJournalTest::target).toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      // The descriptor that lists the directory is gone when it is looked at.
      return "";
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
