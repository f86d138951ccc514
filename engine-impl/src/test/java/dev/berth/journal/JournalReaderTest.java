package dev.berth.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.snapshot.SnapshotCodec;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.event.EventRecord;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.view.TaskView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over the events of a real engine: a cluster, a node, and a service of two that ends. */
class JournalReaderTest {
  private static final int EVENTS = 32;

  @TempDir Path temporary;
  private Path directory;

  @BeforeEach
  void copyGolden() throws IOException {
    directory = temporary.resolve("journal");
    Files.createDirectory(directory);
    try (InputStream golden = getClass().getResourceAsStream("/journal/format-1.db")) {
      Files.copy(golden, directory.resolve("journal.db"));
    }
  }

  @Test
  void readsEveryEventAndChangesNoByte() throws IOException {
    Map<String, String> before = content();
    List<RecordedEvent> events = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory)) {
      reader.read(0, events::add);
      assertThat(reader.verify().intact()).isTrue();
      reader.at(20);
      assertThat(reader.epoch()).isEqualTo(1);
      assertThat(reader.lastSequence()).isEqualTo(EVENTS);
    }

    assertThat(events).hasSize(EVENTS);
    assertThat(events).extracting(RecordedEvent::sequence).isSorted().startsWith(1L);
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void readsWhatAKilledEngineLeftInTheWriteAheadLogAndChangesNoByte() throws IOException {
    Path killed = temporary.resolve("killed");
    withEngine(journal -> {
      journal.append(2, copies(20, 5, 2));
      copy(directory, killed);
    });
    directory = killed;
    assertThat(killed.resolve("journal.db-wal")).isNotEmptyFile();
    Map<String, String> before = content();
    try (JournalReader reader = JournalReader.open(directory)) {
      assertThat(reader.lastSequence()).isEqualTo(EVENTS + 5);
      assertThat(reader.verify().intact()).isTrue();
    }

    assertThat(content()).isEqualTo(before);
  }

  @Test
  void refusesAJournalThatAnEngineHasOpenAndLeavesItLocked() {
    withEngine(journal -> {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> JournalReader.open(directory))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining(directory + " is open in an engine");
      }
      assertThatThrownBy(() -> Journals.directory(directory).open())
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("is open in another engine");
    });
  }

  @Test
  void refusesWhatItReadIfTheJournalChangedMeanwhile() {
    try (JournalReader reader = JournalReader.open(directory)) {
      withEngine(journal -> {});

      assertThatThrownBy(() -> reader.read(0, event -> {}))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("changed while it was read");
    }
  }

  @Test
  void refusesADirectoryWithoutAJournalAndMakesNothingThere() throws IOException {
    Path empty = Files.createDirectory(temporary.resolve("empty"));

    assertThatThrownBy(() -> JournalReader.open(empty))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "journal " + empty + " has no journal.db: name the directory that an engine was given");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void showsTheStateAsOfEachEvent() {
    try (JournalReader reader = JournalReader.open(directory)) {
      assertThat(reader.at(0).clusters()).isEmpty();
      JournalState.Cluster running = reader.at(20).clusters().getFirst();
      assertThat(running.tasks()).extracting(task -> task.id().number()).containsExactly(1L, 2L);
      assertThat(running.services().getFirst().healthyCount()).isEqualTo(2);
      assertThat(running.nodes().getFirst().taskCount()).isEqualTo(2);
      assertThat(running.nodes().getFirst().available().get("cpu")).isEqualTo(4096 - 2 * 256);
      assertThat(reader.at(26).clusters().getFirst().tasks())
          .extracting(TaskView::id)
          .hasToString("[shop/web/1]");
      JournalState.Cluster ended = reader.at(32).clusters().getFirst();
      assertThat(ended.tasks()).isEmpty();
      assertThat(ended.nodes().getFirst().available())
          .isEqualTo(ended.nodes().getFirst().resources());
      assertThatThrownBy(() -> reader.at(33))
          .isInstanceOf(JournalException.class)
          .hasMessage("journal " + directory + " has no event 33: its last one is 32");
    }
  }

  @Test
  void showsTheSameStateFromASnapshotAsFromTheFirstEvent() {
    List<JournalState> fromTheFirst = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(directory)) {
      for (int sequence = 12; sequence <= EVENTS; sequence++) {
        fromTheFirst.add(reader.at(sequence));
      }
    }
    dropUpTo(12, 24);

    try (JournalReader reader = JournalReader.open(directory)) {
      assertThat(reader.firstSequence()).isEqualTo(13);
      for (JournalState expected : fromTheFirst) {
        assertThat(reader.at(expected.sequence())).isEqualTo(expected);
      }
      assertThatThrownBy(() -> reader.at(11))
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "journal "
                  + directory
                  + " does not know its state at 11: the first 12 events were dropped, and no"
                  + " snapshot that verifies is that old: it can be shown from 12 on");
    }
  }

  @Test
  void namesTheFirstDamagedEvent() throws SQLException {
    change("UPDATE event SET payload = '{}' WHERE seq = 9");

    try (JournalReader reader = JournalReader.open(directory)) {
      JournalVerification found = reader.verify();
      assertThat(found.intact()).isFalse();
      assertThat(found.sufficient()).isFalse();
      assertThat(found.verified()).isEqualTo(8);
      assertThat(found.reached()).isEqualTo(8);
      assertThat(found.damage()).get().asString().contains("at sequence 9: the checksum");
    }
  }

  @Test
  void damageToWhatASnapshotContainsIsFoundAndKeepsNoEngineFromStarting() throws SQLException {
    snapshot(12);
    snapshot(24);
    change("UPDATE event SET payload = '{}' WHERE seq = 9");

    try (JournalReader reader = JournalReader.open(directory)) {
      JournalVerification found = reader.verify();
      assertThat(found.intact()).isFalse();
      assertThat(found.sufficient()).isTrue();
      assertThat(found.beginning()).hasValue(24);
      assertThat(found.reached()).isEqualTo(EVENTS);
      assertThatThrownBy(() -> reader.cut(8, temporary.resolve("cut")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("needs no cut");
    }
  }

  @Test
  void damagedSnapshotsAreNamed() throws IOException {
    dropUpTo(12, 24);
    for (long sequence : new long[] {12, 24}) {
      Files.writeString(directory.resolve("snapshots/" + sequence + ".snapshot"), "damaged");
    }

    try (JournalReader reader = JournalReader.open(directory)) {
      JournalVerification found = reader.verify();
      assertThat(found.damage()).isEmpty();
      assertThat(found.snapshots()).allMatch(it -> it.damage().isPresent());
      assertThat(found.beginning()).isEmpty();
      assertThat(found.sufficient()).isFalse();
      assertThatThrownBy(() -> reader.cut(20, temporary.resolve("cut")))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("no snapshot verifies, and the first 12 events were dropped");
    }
  }

  @Test
  void cutsAtTheLastEventThatVerifiesAndNowhereElse() throws Exception {
    change("UPDATE event SET payload = '{}' WHERE seq = 21");
    Map<String, String> before = content();
    Path target = temporary.resolve("deep/cut");
    try (JournalReader reader = JournalReader.open(directory)) {
      for (int wrong : new int[] {0, 19, 21, 32}) {
        assertThatThrownBy(() -> reader.cut(wrong, target))
            .isInstanceOf(JournalException.class)
            .hasMessage(
                "journal %s is not cut at %d: the last event that verifies is 20, and it can be cut there only"
                    .formatted(directory, wrong));
      }
      assertThat(target).doesNotExist();
      reader.cut(20, target);
      assertThatThrownBy(() -> reader.cut(20, target))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("exists: name a directory that does not");
    }

    assertThat(content()).isEqualTo(before);
    try (JournalReader cut = JournalReader.open(target);
        JournalReader original = JournalReader.open(directory)) {
      assertThat(cut.verify().intact()).isTrue();
      assertThat(cut.lastSequence()).isEqualTo(20);
      assertThat(cut.engineId()).isEqualTo(original.engineId());
      assertThat(cut.at(20)).isEqualTo(original.at(20));
    }
    try (Journal opened = Journals.directory(target)) {
      assertThat(opened.open()).isEqualTo(new JournalLease(engineId(), 2, 20));
    }
  }

  @Test
  void aCutKeepsTheSnapshotsUpToThereAndNeedsNoneOfWhatTheyContain() throws Exception {
    dropUpTo(12, 24);
    change("DELETE FROM event WHERE seq = 20", "UPDATE event SET payload = '{}' WHERE seq = 31");
    Path target = temporary.resolve("cut");
    try (JournalReader reader = JournalReader.open(directory)) {
      JournalVerification found = reader.verify();
      assertThat(found.verified()).isEqualTo(19);
      assertThat(found.reached()).isEqualTo(30);
      reader.cut(30, target);
    }

    try (JournalReader cut = JournalReader.open(target)) {
      assertThat(cut.verify().intact()).isTrue();
      assertThat(cut.firstSequence()).isEqualTo(25);
      assertThat(cut.lastSequence()).isEqualTo(30);
      assertThat(cut.at(30).clusters().getFirst().tasks()).hasSize(1);
    }
  }

  private String engineId() {
    try (JournalReader reader = JournalReader.open(directory)) {
      return reader.engineId();
    }
  }

  private void withEngine(Consumer<Journal> use) {
    try (Journal journal = Journals.directory(directory)) {
      journal.open();
      use.accept(journal);
    }
  }

  private void dropUpTo(long older, long newer) {
    snapshot(older);
    snapshot(newer);
    try (Journal journal = Journals.directory(directory)) {
      JournalLease lease = journal.open();
      assertThat(journal.drop(lease.epoch(), older, EVENTS)).isEqualTo((int) older);
    }
  }

  /** The snapshot that an engine would write after that event. */
  private void snapshot(long sequence) {
    EngineState state = new EngineState();
    EventApplier applier = new EventApplier(state, new Changes());
    EventCodec codec = new EventCodec();
    try (Journal journal = Journals.directory(directory)) {
      JournalLease lease = journal.open();
      journal.read(
          0,
          entry -> {
            if (entry.sequence() <= sequence) {
              EventRecord event = codec.toRecord(entry);
              applier.apply(event);
            }
          });
      journal.writeSnapshot(lease.epoch(), sequence, new SnapshotCodec().encode(state.image()));
    }
  }

  /** Entries after the last one, as if an engine had written them. */
  private static List<JournalEntry> copies(int model, int count, long epoch) {
    List<JournalEntry> copies = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      copies.add(
          new JournalEntry(
              EVENTS + i,
              epoch,
              Instant.EPOCH.plusSeconds(model),
              "ClusterCreated",
              "{\"cluster\":\"more" + i + "\"}"));
    }
    return copies;
  }

  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(
            directory.relativize(file).toString(),
            Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return content;
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
