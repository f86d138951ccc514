package dev.berth.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.engine.state.StateRestorer;
import dev.berth.event.EventRecord;
import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
  private final SnapshotCodec codec = new SnapshotCodec();

  @Test
  void readsWhatVersion01Wrote() {
    List<String> golden = golden();
    EngineState state = new EngineState();

    codec.decode(snapshot(golden), new StateRestorer(state));

    assertThat(state.clusters()).containsExactly("shop");
    assertThat(state.taskCount()).isEqualTo(4);
    assertThat(written(state)).isEqualTo(golden);
  }

  @Test
  void writesEveryThousandTasksOneByOne() {
    EngineState state = new EngineState();
    codec.decode(snapshot(golden()), new StateRestorer(state));
    EventApplier applier = new EventApplier(state, new Changes());
    EventCodec events = new EventCodec();
    for (int number = 10; number < 2_510; number++) {
      applier.apply(
          new EventRecord(
              state.sequence() + 1,
              Instant.EPOCH,
              events.decode(
                  "TaskRequested",
                  """
                  {"task":{"service":{"cluster":"shop","name":"web"},"number":%d},"deployment":2,\
                  "definition":{"family":"web","revision":1}}\
                  """
                      .formatted(number))));
    }
    List<String> chunks = written(state);
    EngineState again = new EngineState();
    codec.decode(snapshot(chunks), new StateRestorer(again));

    assertThat(again).isEqualTo(state);
    assertThat(chunks).filteredOn(chunk -> chunk.startsWith("{\"type\":\"Tasks\"")).hasSize(3);
  }

  @Test
  void refusesAFormatItDoesNotKnow() {
    List<String> golden = golden();
    golden.set(0, golden.getFirst().replace("\"format\":1", "\"format\":2"));

    assertRefused(golden, "its format is 2, this version reads 1: use the version that wrote it");
  }

  @Test
  void refusesASnapshotWithoutItsHead() {
    List<String> golden = golden();

    assertRefused(golden.subList(1, golden.size()), "its head is not its first chunk");
    assertRefused(List.of(golden.getFirst(), golden.getFirst()), "or there are two");
    assertRefused(List.of(), "it is empty");
  }

  @Test
  void refusesWhatIsNoPartOfASnapshot() {
    assertRefused(List.of("{\"type\":\"Head\"}"), "Missing");
    assertRefused(List.of("{\"type\":\"Tail\"}"), "Tail");
    assertRefused(List.of("[]"), "");
  }

  @Test
  void aStateThatKnowsSomethingIsNotOverwritten() {
    EngineState state = new EngineState();
    codec.decode(snapshot(golden()), new StateRestorer(state));

    assertThatThrownBy(() -> new StateRestorer(state)).isInstanceOf(IllegalStateException.class);
  }

  private void assertRefused(List<String> chunks, String why) {
    assertThatThrownBy(() -> codec.decode(snapshot(chunks), new StateRestorer(new EngineState())))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("the snapshot at 42 cannot be read: ")
        .hasMessageContaining(why);
  }

  private List<String> written(EngineState state) {
    List<String> chunks = new ArrayList<>();
    codec
        .encode(state.image())
        .forEachRemaining(chunk -> chunks.add(new String(chunk, StandardCharsets.UTF_8)));
    return chunks;
  }

  private static JournalSnapshot snapshot(List<String> chunks) {
    return new JournalSnapshot(
        42, chunks.stream().map(chunk -> chunk.getBytes(StandardCharsets.UTF_8)).toList());
  }

  private static List<String> golden() {
    String resource = "/journal/golden-snapshot-0.1.jsonl";
    try (InputStream lines =
        Objects.requireNonNull(SnapshotCodecTest.class.getResourceAsStream(resource), resource)) {
      return new ArrayList<>(
          new String(lines.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
