package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.berth.spi.Driver;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Driver} must do: each sentence of its documentation as a test. A subclass says
 * how its driver is opened and what its workloads are.
 *
 * <p>Nothing here waits by itself. A driver on virtual time overrides {@link #await}, and lets its
 * time pass there.
 */
public abstract class DriverContractTest extends ContractOfEnding {
  private void requireFeature(DriverCapabilities.Feature feature) {
    assumeTrue(driver().capabilities().features().contains(feature), feature + " is not offered");
  }

  @Test
  void logsGiveTheLastLines() {
    TaskHandle task = printed(10);
    assertThat(texts(world.get(driver().logs(task, "app", new LogQuery.Tail(3)))))
        .containsExactly("line 8", "line 9", "line 10");
    assertThat(texts(world.get(driver().logs(task, "app", new LogQuery.Tail(1_000))))).hasSize(10);
  }

  @Test
  void logsGoOnAfterAPosition() {
    TaskHandle task = printed(10);
    List<String> read = new ArrayList<>();
    String position = LogQuery.START;
    for (LogChunk chunk = read(task, position, 4);
        !chunk.lines().isEmpty();
        chunk = read(task, position, 4)) {
      assertThat(chunk.lines()).hasSizeLessThanOrEqualTo(4);
      read.addAll(texts(chunk));
      position = chunk.next();
    }
    assertThat(read).hasSize(10).startsWith("line 1", "line 2").endsWith("line 10");
    LogChunk tail = world.get(driver().logs(task, "app", new LogQuery.Tail(2)));
    assertThat(read(task, tail.next(), 10).lines()).isEmpty();
  }

  private LogChunk read(TaskHandle task, String position, int lines) {
    return world.get(driver().logs(task, "app", new LogQuery.After(position, lines)));
  }

  private TaskHandle printed(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      lines.add("line " + i);
    }
    TaskHandle task = world.run(1, prints("app", lines));
    world.awaitExit(task, "app");
    return task;
  }

  @Test
  void logsOfTheUnknownAreRefused() {
    TaskHandle task = world.create(1, longRunning("app"));
    assertThat(world.get(driver().logs(task, "app", new LogQuery.Tail(10))).lines()).isEmpty();
    assertThat(world.refusal(driver().logs(task, "other", new LogQuery.Tail(10))).reason())
        .isEqualTo(DriverException.Reason.NOT_FOUND);
  }

  @Test
  void statsCountProcesses() {
    TaskHandle task = world.run(1, longRunning("app"));
    await("a process to be counted", () -> world.get(driver().stats(task, "app")).processes() >= 1);
    assertThat(world.get(driver().stats(task, "app")).memoryBytes()).isNotNegative();
  }

  @Test
  void execGivesExitCodeAndOutput() {
    requireFeature(DriverCapabilities.Feature.EXEC);
    TaskHandle task = world.run(1, longRunning("app"));
    ExecResult failed = world.get(driver().exec(task, "app", commandThatExits(3), LONG));
    assertThat(failed.exitCode()).isEqualTo(3);
    assertThat(failed.output()).contains("hello");
    assertThat(world.get(driver().exec(task, "app", commandThatExits(0), LONG)).exitCode())
        .isZero();
    assertThat(world.exit(task, "app")).isEmpty();
  }

  @Test
  void execIsKilledAfterItsTimeout() {
    requireFeature(DriverCapabilities.Feature.EXEC);
    TaskHandle task = world.run(1, longRunning("app"));
    assertThat(world.refusal(driver().exec(task, "app", commandThatHangs(), SHORT)).reason())
        .isEqualTo(DriverException.Reason.TIMED_OUT);
    assertThat(world.exit(task, "app")).isEmpty();
  }
}
