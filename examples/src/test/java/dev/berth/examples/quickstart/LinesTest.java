package dev.berth.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.model.HealthStatus;
import dev.berth.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lines between the spectator and the engine's host. */
class LinesTest {
  private static final Replica PLACED =
      new Replica(
          4,
          2,
          TaskStatus.PENDING,
          HealthStatus.UNKNOWN,
          Optional.empty(),
          Instant.ofEpochMilli(1_700_000_000_123L));
  private static final Replica RUNNING =
      new Replica(
          3,
          1,
          TaskStatus.RUNNING,
          HealthStatus.HEALTHY,
          Optional.of("127.0.0.1:20003"),
          Instant.ofEpochMilli(1_700_000_000_000L));

  @Test
  void everyCommandIsReadAsItWasWritten() {
    for (Command command : List.of(new Command.Scale(5), new Command.Roll(), new Command.Stop())) {
      assertThat(Command.parse(command.line())).isEqualTo(command);
    }
  }

  @Test
  void anUnknownCommandIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Command.parse("dance"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'dance' is not a command: use scale COUNT, roll or stop");
  }

  @Test
  void everyReportIsReadAsItWasWritten() {
    Fleet fleet = new Fleet(true, 2, 1, List.of("127.0.0.1:20003"), List.of(RUNNING, PLACED));
    for (Report report :
        List.of(
            new Report.Ready("abc"),
            new Report.Happened("web/3 is healthy"),
            new Report.Seen(fleet),
            new Report.Seen(Fleet.NONE),
            new Report.Failed("no node"))) {
      assertThat(Report.parse(report.line())).isEqualTo(report);
    }
  }

  @Test
  void aReportIsOneLineWhateverItTells() {
    assertThat(new Report.Failed("two\n  lines").line()).isEqualTo("failed two; lines");
  }
}
