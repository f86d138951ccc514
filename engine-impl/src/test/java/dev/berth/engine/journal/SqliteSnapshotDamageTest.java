package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged snapshot is never given, and what a crash leaves of one is never seen. */
class SqliteSnapshotDamageTest {
  @TempDir Path temporary;
  private Path directory;
  private SqliteJournal journal;

  /** Ten entries, with snapshots at 4 and 8. */
  @BeforeEach
  void fillJournal() {
    directory = temporary.resolve("journal");
    journal = filled(directory);
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void aFlippedBitInAnyByteOfTheNewestMakesTheOlderOneCount() throws IOException {
    byte[] intact = Files.readAllBytes(file(8));
    for (int position = 0; position < intact.length; position++) {
      byte[] damaged = intact.clone();
      damaged[position] ^= 0x04;
      Files.write(file(8), damaged);
      reopen();

      assertThat(sequenceOfSnapshot()).as("byte %d", position).contains(4L);
      assertThat(texts()).containsExactly("four", "4");
    }
    assertThat(intact).hasSizeGreaterThan(100);
  }

  @Test
  void aSnapshotOfAnyOtherLengthIsNotTaken() throws IOException {
    byte[] intact = Files.readAllBytes(file(8));
    for (int length = 0; length < intact.length + 3; length++) {
      if (length != intact.length) {
        Files.write(file(8), Arrays.copyOf(intact, length));
        reopen();

        assertThat(sequenceOfSnapshot()).as("%d bytes", length).contains(4L);
      }
    }
  }

  @Test
  void aMissingSnapshotMakesTheOlderOneCount() throws IOException {
    Files.delete(file(8));
    reopen();

    assertThat(sequenceOfSnapshot()).contains(4L);
    assertThat(readAfter(4)).isEqualTo(JournalFixture.entries(1, 5, 10));
  }

  @Test
  void anIntactSnapshotOfAnotherEntryOrAnotherEngineIsNotTaken() throws IOException {
    byte[] older = Files.readAllBytes(file(4));
    Files.write(file(8), older);
    reopen();
    assertThat(sequenceOfSnapshot()).contains(4L);

    filled(temporary.resolve("other")).close();
    Files.delete(file(4));
    Files.copy(temporary.resolve("other/snapshots/4.snapshot"), file(4));
    reopen();
    assertThat(sequenceOfSnapshot()).isEmpty();
  }

  @Test
  void withoutAnySnapshotThatVerifiesTheFirstEntriesTakeTheirPlace() throws IOException {
    damage(4);
    damage(8);
    reopen();

    assertThat(journal.snapshot()).isEmpty();
    assertThat(readAfter(0)).isEqualTo(JournalFixture.entries(1, 1, 10));
  }

  @Test
  void withoutAnySnapshotThatVerifiesAndWithoutTheFirstEntriesItIsRefused() throws IOException {
    assertThat(journal.drop(1, 10, 3)).isEqualTo(3);
    damage(4);
    Files.delete(file(8));
    reopen();

    assertThatThrownBy(journal::snapshot)
        .isInstanceOf(JournalException.class)
        .message()
        .startsWith("journal " + directory + ": no snapshot verifies (snapshot " + file(8))
        .contains("; snapshot " + file(4) + " is damaged: ")
        .endsWith(
            "), and entries before 4 were dropped: restore it from a copy, or begin with another"
                + " directory");
  }

  @Test
  void aDamagedSnapshotDoesNotCountAsOneOfTheTwoThatAreKept() throws IOException {
    damage(8);
    reopen();
    assertThat(sequenceOfSnapshot()).contains(4L);
    assertThat(journal.drop(2, 10, 100)).isZero();

    journal.writeSnapshot(2, 10, JournalSnapshotContractTest.texts("ten"));
    assertThat(names()).containsExactly("10.snapshot", "4.snapshot");
    assertThat(journal.drop(2, 10, 100)).isEqualTo(4);
    reopen();
    assertThat(sequenceOfSnapshot()).contains(10L);
    damage(10);
    reopen();
    assertThat(sequenceOfSnapshot()).contains(4L);
  }

  @Test
  void damageToTheNewestIsFoundWhenTheNextIsWrittenAndTheOlderOneStays() throws IOException {
    damage(8);
    journal.writeSnapshot(1, 10, JournalSnapshotContractTest.texts("ten"));

    assertThat(names()).containsExactly("10.snapshot", "4.snapshot");
  }

  @Test
  void aDamagedSnapshotCanBeWrittenAgain() throws IOException {
    damage(8);
    reopen();
    assertThat(sequenceOfSnapshot()).contains(4L);
    journal.writeSnapshot(2, 8, JournalSnapshotContractTest.texts("eight again"));
    reopen();

    assertThat(sequenceOfSnapshot()).contains(8L);
    assertThat(texts()).containsExactly("eight again");
    assertThat(names()).containsExactly("4.snapshot", "8.snapshot");
  }

  @Test
  void damageThatComesWhileChunksAreReadEndsTheReading() throws IOException {
    JournalSnapshot snapshot = journal.snapshot().orElseThrow();
    damage(8);

    assertThatThrownBy(() -> snapshot.chunks().forEach(chunk -> {}))
        .isInstanceOf(JournalException.class)
        .message()
        .startsWith("journal " + directory + ": " + file(8) + " can no longer be read: ");
  }

  @Test
  void whatACrashBeforeTheRenameLeavesIsRemoved() throws IOException {
    byte[] whole = Files.readAllBytes(file(8));
    for (int length : new int[] {0, 10, whole.length / 2, whole.length}) {
      Files.write(writing(9), Arrays.copyOf(whole, length));
      reopen();

      assertThat(names()).containsExactly("4.snapshot", "8.snapshot");
      assertThat(sequenceOfSnapshot()).contains(8L);
    }
  }

  @Test
  void whatACrashBetweenRenameAndRegistrationLeavesIsRemoved() throws IOException {
    Files.copy(file(8), file(10));
    reopen();

    assertThat(names()).containsExactly("4.snapshot", "8.snapshot");
    assertThat(sequenceOfSnapshot()).contains(8L);
    journal.writeSnapshot(2, 10, JournalSnapshotContractTest.texts("ten"));
    assertThat(texts()).containsExactly("ten");
  }

  @Test
  void whatACrashBeforeTheRemovalOfTheOldestLeavesIsRemoved() throws IOException {
    Files.copy(file(4), temporary.resolve("4"));
    journal.writeSnapshot(1, 10, JournalSnapshotContractTest.texts("ten"));
    Files.copy(temporary.resolve("4"), file(4));
    reopen();

    assertThat(names()).containsExactly("10.snapshot", "8.snapshot");
  }

  @Test
  void aJournalThatEndsBeforeASnapshotHasLostItsEndAndIsRefusedAsItIs() throws IOException {
    journal.close();
    Path newer = directory.resolve("snapshots/11.snapshot");
    for (Path evidence : List.of(newer, writing(11))) {
      Files.copy(file(8), evidence);
      byte[] before = Files.readAllBytes(directory.resolve("journal.db"));

      assertThatThrownBy(() -> journal.open())
          .isInstanceOf(JournalException.class)
          .hasMessageStartingWith(
              "journal %s ends at entry 10, but a snapshot at 11 lies beside it: it has lost its end"
                  .formatted(directory));
      assertThat(Files.readAllBytes(directory.resolve("journal.db"))).isEqualTo(before);
      assertThat(evidence).exists();
      Files.delete(evidence);
    }
  }

  @Test
  void aNewJournalBesideOldSnapshotsIsRefused() throws IOException {
    journal.close();
    Files.delete(directory.resolve("journal.db"));

    assertThatThrownBy(() -> journal.open())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("ends at entry 0, but a snapshot at 8 lies beside it");
    assertThat(names()).containsExactly("4.snapshot", "8.snapshot");
  }

  @Test
  void theEngineIdOutlivesTheWriteAheadLog() throws IOException {
    Path fresh = temporary.resolve("fresh");
    Path copy = Files.createDirectory(temporary.resolve("copy"));
    try (SqliteJournal made = new SqliteJournal(fresh)) {
      String engineId = made.open().engineId();
      Files.copy(fresh.resolve("journal.db"), copy.resolve("journal.db"));
      try (SqliteJournal without = new SqliteJournal(copy)) {
        assertThat(without.open().engineId()).isEqualTo(engineId);
      }
    }
  }

  @Test
  void filesOfOtherNamesAreLeftAlone() throws IOException {
    Files.writeString(directory.resolve("snapshots/notes.txt"), "mine");
    Files.writeString(directory.resolve("snapshots/8.snapshot.copy"), "mine");
    reopen();

    assertThat(names()).containsExactly("4.snapshot", "8.snapshot", "8.snapshot.copy", "notes.txt");
  }

  @Test
  void whatIsNotWrittenLeavesTheJournalAsItWas() throws IOException {
    // A directory in the place of the file: it can neither be removed nor written.
    Files.createDirectories(writing(10).resolve("full"));

    assertThatThrownBy(() -> journal.writeSnapshot(1, 10, JournalSnapshotContractTest.texts("ten")))
        .isInstanceOf(JournalException.class)
        .message()
        .startsWith("journal " + directory + ": the snapshot at 10 was not written: ")
        .endsWith(
            ": the journal goes on without it, make room on the disk or see to its directory");
    journal.append(1, JournalFixture.entries(1, 11, 11));
    assertThat(sequenceOfSnapshot()).contains(8L);
    Files.delete(writing(10).resolve("full"));
    Files.delete(writing(10));
    journal.writeSnapshot(1, 10, JournalSnapshotContractTest.texts("ten"));
    assertThat(sequenceOfSnapshot()).contains(10L);
  }

  private static SqliteJournal filled(Path directory) {
    SqliteJournal journal = new SqliteJournal(directory);
    journal.open();
    journal.append(1, JournalFixture.entries(1, 1, 10));
    journal.writeSnapshot(1, 4, JournalSnapshotContractTest.texts("four", "4"));
    journal.writeSnapshot(1, 8, JournalSnapshotContractTest.texts("eight", "", "8"));
    return journal;
  }

  private void reopen() {
    journal.close();
    journal = new SqliteJournal(directory);
    journal.open();
  }

  private Optional<Long> sequenceOfSnapshot() {
    return journal.snapshot().map(JournalSnapshot::sequence);
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    journal
        .snapshot()
        .orElseThrow()
        .chunks()
        .forEach(chunk -> texts.add(JournalSnapshotContractTest.text(chunk)));
    return texts;
  }

  private List<JournalEntry> readAfter(long sequence) {
    List<JournalEntry> read = new ArrayList<>();
    journal.read(sequence, read::add);
    return read;
  }

  private void damage(long sequence) throws IOException {
    byte[] bytes = Files.readAllBytes(file(sequence));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file(sequence), bytes);
  }

  private Path file(long sequence) {
    return directory.resolve("snapshots").resolve(sequence + ".snapshot");
  }

  private Path writing(long sequence) {
    return directory.resolve("snapshots").resolve(sequence + ".writing");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("snapshots"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
