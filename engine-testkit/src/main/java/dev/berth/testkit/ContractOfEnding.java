package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerExit;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The part of the contract about exits, stopping, removal, and the engine's own restart. */
abstract class ContractOfEnding extends ContractOfStarting {
  private static final int SIGKILL = 9;

  @Test
  void exitsAreObservedWithTheirCode() {
    TaskHandle success = world.run(1, exitsWith("app", 0));
    TaskHandle failure = world.run(2, exitsWith("app", 3), longRunning("side"));
    assertThat(world.awaitObservedExit(success, "app")).isEqualTo(ContainerExit.code(0));
    assertThat(world.awaitObservedExit(failure, "app")).isEqualTo(ContainerExit.code(3));
    assertThat(world.inspect(failure).containers())
        .containsExactly(
            new ContainerReport.Exited("app", ContainerExit.code(3)),
            new ContainerReport.Running("side"));
  }

  @Test
  void stopLetsAContainerEndByItself() {
    TaskHandle task = world.run(1, longRunning("app"), longRunning("side"));
    ContainerExit exit = world.get(driver().stop(task, "app", LONG));
    assertThat(exit.signal()).isNotEqualTo(OptionalInt.of(SIGKILL));
    assertThat(world.exit(task, "app")).contains(exit);
    assertThat(world.exit(task, "side")).isEmpty();
    assertThat(world.awaitObservedExit(task, "app")).isEqualTo(exit);
  }

  @Test
  void stopKillsAfterTheTimeout() {
    TaskHandle task = world.run(1, ignoresTerm("app"));
    awaitReady(task);
    assertThat(world.get(driver().stop(task, "app", SHORT)))
        .isEqualTo(ContainerExit.signal(SIGKILL));
    assertThat(world.exit(task, "app")).contains(ContainerExit.signal(SIGKILL));
  }

  @Test
  void stopWithoutTimeoutKillsAtOnce() {
    TaskHandle task = world.run(1, ignoresTerm("app"));
    awaitReady(task);
    assertThat(world.get(driver().stop(task, "app", Duration.ZERO)))
        .isEqualTo(ContainerExit.signal(SIGKILL));
  }

  @Test
  void aLaterStopWithAShorterTimeoutHolds() {
    TaskHandle task = world.run(1, ignoresTerm("app"));
    awaitReady(task);
    CompletionStage<ContainerExit> patient = driver().stop(task, "app", LONG);
    ContainerExit killed = world.get(driver().stop(task, "app", Duration.ZERO));
    assertThat(killed).isEqualTo(ContainerExit.signal(SIGKILL));
    assertThat(world.get(patient)).isEqualTo(killed);
  }

  private void awaitReady(TaskHandle task) {
    await(
        "the workload to be ready",
        () ->
            texts(world.get(driver().logs(task, "app", new LogQuery.Tail(10)))).contains("ready"));
  }

  @Test
  void stopOfWhatIsGoneSucceeds() {
    TaskHandle task = world.run(1, exitsWith("app", 3));
    world.awaitExit(task, "app");
    assertThat(world.get(driver().stop(task, "app", LONG))).isEqualTo(ContainerExit.code(3));
    assertThat(world.get(driver().stop(task, "app", LONG))).isEqualTo(ContainerExit.code(3));
    world.get(driver().destroy(task));
    assertThat(world.get(driver().stop(task, "app", LONG))).isNotNull();
  }

  @Test
  void whatWasStoppedBeforeItStartedNeverStarts() {
    TaskHandle task = world.create(1, longRunning("app"));
    ContainerExit exit = world.get(driver().stop(task, "app", LONG));
    assertThat(exit.code()).isEmpty();
    assertThat(world.start(task, "app")).isEqualTo(new ContainerReport.Exited("app", exit));
  }

  @Test
  void destroyRemovesWhatRuns() {
    TaskHandle task = world.run(1, ignoresTerm("app"), longRunning("side"));
    world.get(driver().destroy(task));
    assertThat(world.get(driver().inspect(task))).isEmpty();
    assertThat(world.list()).isEmpty();
  }

  @Test
  void destroyOfWhatIsGoneSucceeds() {
    TaskHandle task = world.create(1, longRunning("app"));
    world.get(driver().destroy(task));
    world.get(driver().destroy(task));
    world.reopen();
    world.get(driver().destroy(task));
    assertThat(world.list()).isEmpty();
  }

  @Test
  void inspectOfTheUnknownIsEmpty() {
    assertThat(world.get(driver().inspect(new TaskHandle("contract--web--99")))).isEmpty();
    assertThat(world.refusal(driver().recover(new TaskHandle("contract--web--99"))).reason())
        .isEqualTo(DriverException.Reason.NOT_FOUND);
  }

  @Test
  void listShowsTasksOfEveryState() {
    TaskHandle created = world.create(1, longRunning("app"));
    TaskHandle running = world.run(2, longRunning("app"));
    TaskHandle ended = world.run(3, exitsWith("app", 7));
    world.awaitExit(ended, "app");
    assertThat(world.list())
        .containsExactlyInAnyOrder(
            world.inspect(created), world.inspect(running), world.inspect(ended));
    List<TaskReport> before = world.list();
    world.reopen();
    assertThat(world.list()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void closeStopsNothingAndRecoverTakesItUp() {
    TaskHandle task = world.run(1, longRunning("app"));
    world.reopen();
    assertThat(world.get(driver().recover(task)).containers())
        .containsExactly(new ContainerReport.Running("app"));
    ContainerExit exit = world.get(driver().stop(task, "app", LONG));
    assertThat(exit.code().isPresent() || exit.signal().isPresent()).isTrue();
    assertThat(world.awaitObservedExit(task, "app")).isEqualTo(exit);
  }

  @Test
  void recoverSeesAnExitOfTheTimeBetween() {
    TaskHandle task = world.run(1, exitsWith("app", 5));
    world.reopen();
    TaskReport recovered = world.get(driver().recover(task));
    assertThat(recovered.handle()).isEqualTo(task);
    assertThat(world.awaitExit(task, "app")).isEqualTo(ContainerExit.code(5));
  }

  @Test
  void whatWasOnlyCreatedStartsAfterReopening() {
    TaskHandle task = world.create(1, exitsWith("app", 4));
    world.reopen();
    world.get(driver().recover(task));
    world.get(driver().start(task, "app"));
    assertThat(world.awaitObservedExit(task, "app")).isEqualTo(ContainerExit.code(4));
  }
}
