package dev.berth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.examples.quickstart.Moment.EngineLife;
import dev.berth.model.HealthStatus;
import dev.berth.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the live table looks like. */
class PictureTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");
  private static final Replica OLD = replica(1, 1, TaskStatus.DEACTIVATING);
  private static final Replica NEW = replica(12, 2, TaskStatus.RUNNING);
  private static final Replica GONE = replica(2, 1, TaskStatus.STOPPING);

  @Test
  void showsEveryReplicaAndWhatItAnswers() {
    assertThat(
            new Picture(new Paint(false))
                .lines(moment(), new Terminal.Size(40, 100)).stream()
                    .map(String::stripTrailing)
                    .toList())
        .containsSequence(
            " ✓ start  ✓ lose a replica  ✓ scale  ▶ roll  · lose the engine  · stop",
            "",
            " task    version  status            health     port   age      answers/s",
            " " + "─".repeat(76),
            " web/1   v1       ◐ DEACTIVATING    healthy    20001    2.5 s    8 █",
            " web/2   v1       ✗ STOPPED                    20002",
            " web/12  v2       ● RUNNING         healthy    20012    2.5 s   40 █████",
            " " + "─".repeat(76),
            "",
            " engine    ● process 4711, up 9.0 s",
            " requests  1,234 sent, 0 failed, 2 hit the killed replica",
            " answers   ▆▆▆");
  }

  @Test
  void noLineIsLongerThanTheTerminal() {
    for (int width = 20; width <= 120; width++) {
      int limit = width;
      assertThat(new Picture(new Paint(false)).lines(moment(), new Terminal.Size(24, width)))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(limit));
    }
  }

  @Test
  void showsTheLatestNewsWhereThereIsRoomForLittle() {
    assertThat(new Picture(new Paint(false)).lines(moment(), new Terminal.Size(16, 80)))
        .endsWith("  10.3 s    web/12 is healthy");
  }

  @Test
  void coloursChangeNothingButColours() {
    List<String> coloured = new Picture(new Paint(true)).lines(moment(), Terminal.Size.USUAL);
    assertThat(coloured).anyMatch(line -> line.contains("\033[32m"));
    assertThat(coloured.stream().map(line -> line.replaceAll("\033\\[[0-9;]+m", "")))
        .isEqualTo(new Picture(new Paint(false)).lines(moment(), Terminal.Size.USUAL));
  }

  @Test
  void keepsItsHeightWhenReplicasLeave() {
    Picture picture = new Picture(new Paint(false));
    int height = picture.lines(moment(), Terminal.Size.USUAL).size();
    Moment empty =
        new Moment(
            NOW,
            Duration.ofSeconds(11),
            Optional.empty(),
            new EngineLife(EngineLife.Status.ENDED, 4711, NOW),
            Fleet.NONE,
            List.of(),
            moment().requests(),
            moment().news());
    assertThat(picture.lines(empty, Terminal.Size.USUAL)).hasSize(height);
  }

  private static Moment moment() {
    Slice slice =
        new Slice(Map.of("127.0.0.1:20012", 20, "127.0.0.1:20001", 4), Map.of(1, 4, 2, 20), 0, 0);
    return new Moment(
        NOW,
        Duration.ofMillis(10_460),
        Optional.of(Scene.ROLL),
        new EngineLife(EngineLife.Status.UP, 4711, NOW.minusSeconds(9)),
        new Fleet(false, 2, 2, List.of("127.0.0.1:20012"), List.of(OLD, NEW)),
        List.of(GONE),
        new Moment.Requests(1_234, 0, 2, List.of(slice, slice, slice.withRetry(), Slice.EMPTY)),
        List.of(
            new News(Duration.ofMillis(9_500), true, "rolling from v1 to v2"),
            new News(Duration.ofMillis(10_250), false, "web/12 is healthy")));
  }

  private static Replica replica(long number, int version, TaskStatus status) {
    return new Replica(
        number,
        version,
        status,
        HealthStatus.HEALTHY,
        Optional.of("127.0.0.1:%d".formatted(20_000 + number)),
        NOW.minusMillis(2_500));
  }
}
