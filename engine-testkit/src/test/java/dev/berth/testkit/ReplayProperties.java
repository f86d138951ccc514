package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.JournalException;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.engine.snapshot.SnapshotCodec;
import dev.berth.engine.state.EngineState;
import dev.berth.model.Resources;
import dev.berth.spi.JournalSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the journal says is what the engine knows, at every moment and from the beginning. */
class ReplayProperties {
  @Property(tries = 60)
  void replayEqualsLiveStateAfterEveryStep(@ForAll long seed) {
    MemoryJournal journal = new MemoryJournal();
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    try (Simulation simulation = Simulation.on(time, driver, journal)) {
      Replica replica = new Replica();
      time.afterEachStep(() -> {
        assertThat(replica.follow(journal)).isEqualTo(time.state());
      });
      new RandomScript(seed, simulation).run(60);

      assertThat(new Replica().follow(journal)).isEqualTo(time.state());
    }
  }

  @Property(tries = 60)
  void aSnapshotWithWhatFollowedEqualsTheLiveState(@ForAll long seed) {
    MemoryJournal journal = new MemoryJournal();
    VirtualTime time = new VirtualTime();
    try (Simulation simulation = Simulation.on(time, new SimulatedDriver(time), journal)) {
      List<Replica> restored = new ArrayList<>();
      Random random = new Random(seed);
      SnapshotCodec codec = new SnapshotCodec();
      time.afterEachStep(() -> {
        if (random.nextInt(10) == 0) {
          List<byte[]> chunks = new ArrayList<>();
          codec.encode(time.state().image()).forEachRemaining(chunks::add);
          Replica replica = new Replica(new JournalSnapshot(time.state().sequence(), chunks));
          assertThat(replica.state()).isEqualTo(time.state());
          restored.add(replica);
        }
      });
      new RandomScript(seed, simulation).run(60);

      assertThat(restored).isNotEmpty();
      for (Replica replica : restored) {
        assertThat(replica.follow(journal)).isEqualTo(time.state());
      }
    }
  }

  @Property(tries = 60)
  void startsAlikeFromASnapshotAndFromAllEvents(@ForAll long seed) {
    VirtualTime time = new VirtualTime();
    MemoryJournal journal = new MemoryJournal();
    SimulatedDriver driver = new SimulatedDriver(time);
    Simulation simulation =
        Simulation.on(time, driver, journal, builder -> builder.snapshotEvery(20).keepEvents(0));
    RandomScript script = new RandomScript(seed, simulation);
    script.run(60);
    simulation.restart();
    // A few scripts do so little that there is one snapshot at most, and then nothing is dropped.
    Assume.that(firstEntriesAreDropped(journal));
    script.calmDown();
    script.assertEveryServiceIsSteady();
    simulation.close();
    assertThat(driver.tasks()).isEmpty();
  }

  private static boolean firstEntriesAreDropped(MemoryJournal journal) {
    try {
      journal.read(0, entry -> {});
      return false;
    } catch (JournalException dropped) {
      return true;
    }
  }

  @Property(tries = 60)
  void everyRandomScriptEndsSteadyWithinCapacityAndLeavesNothing(@ForAll long seed) {
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    try (Simulation simulation = Simulation.on(time, driver, new MemoryJournal())) {
      time.afterEachStep(() ->
          time.state()
              .nodes("test")
              .forEach(node -> assertWithinCapacity(time.state(), node.resources(), driver)));
      RandomScript script = new RandomScript(seed, simulation);
      script.run(60);
      script.calmDown();
      script.assertEveryServiceIsSteady();
    }
    assertThat(driver.tasks()).isEmpty();
  }

  private static void assertWithinCapacity(
      EngineState state, Resources node, SimulatedDriver driver) {
    // Every task asks for 1,024 MiB, and no node shrinks.
    long mostPerNode = node.get(Resources.MEMORY) / 1024;
    assertThat(driver.running().size())
        .isLessThanOrEqualTo((int) (mostPerNode * state.nodes("test").size()));
  }
}
