package dev.berth.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine on the data plane, small. */
class InstallationTest {
  private static final int TASKS = 50;
  private static final int NODES = 3;

  @TempDir Path folder;

  @Test
  void aSecondEngineTakesUpWhatTheFirstLeft() {
    DataPlane plane = new DataPlane(NODES);
    try (Installation first = start(plane, Journals.directory(folder))) {
      first.addNodes(NODES, TASKS);
      first.addServices(3);
      first.scaleTo(TASKS);
      first.awaitSteady();
      assertThat(first.running()).isEqualTo(TASKS);
      assertThat(first.journal().appended().entries())
          .isEqualTo(first.journal().lastSequence())
          .isGreaterThan(5L * TASKS);
    }
    try (Installation second = start(plane, Journals.directory(folder))) {
      second.findServices();
      second.awaitSteady();
      assertThat(second.running()).isEqualTo(TASKS);
      assertThat(second.services()).hasSize(3);
      assertThat(second.journal().snapshotSequence()).isPositive();
      assertThat(second.journal().snapshotSequence() + second.journal().replayed())
          .isGreaterThan(5L * TASKS);
    }
    assertThat(plane.started()).isEqualTo(TASKS);
  }

  @Test
  void aKilledJournalKeepsNoLastSnapshot() {
    Journal journal = Journals.inMemory();
    DataPlane plane = new DataPlane(NODES);
    try (Installation first = start(plane, journal)) {
      first.addNodes(NODES, TASKS);
      first.addServices(1);
      first.scaleTo(TASKS);
      first.awaitSteady();
      first.journal().kill();
    }
    try (Installation second = start(plane, journal)) {
      assertThat(second.journal().snapshotSequence()).isZero();
      assertThat(second.journal().replayed()).isGreaterThan(5L * TASKS);
    }
  }

  @Test
  void whatFallsToEachIsTheWholeTogether() {
    assertThat(IntStream.range(0, 3).map(index -> Installation.share(11, index, 3)))
        .containsExactly(4, 4, 3);
  }

  private static Installation start(DataPlane plane, Journal journal) {
    // So many events that a snapshot is due at the end, and none before.
    return Installation.start(plane, journal, builder -> builder.snapshotEvery(1_000));
  }
}
