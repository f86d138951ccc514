package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.journal.MemoryJournal;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.model.Resources;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What the journal says is what the engine knows, at every moment and from the beginning. */
class ReplayProperties {
  private final EventCodec codec = new EventCodec();

  /** A state that knows only what the journal says. */
  private final class Replica {
    private final EngineState state = new EngineState();
    private final EventApplier applier = new EventApplier(state, new Changes());

    void follow(MemoryJournal journal) {
      journal.read(state.sequence(), entry -> applier.apply(codec.toRecord(entry)));
    }
  }

  @Property(tries = 60)
  void replayEqualsLiveStateAfterEveryStep(@ForAll long seed) {
    MemoryJournal journal = new MemoryJournal();
    VirtualTime time = new VirtualTime();
    SimulatedDriver driver = new SimulatedDriver(time);
    try (Simulation simulation = Simulation.on(time, driver, journal)) {
      Replica replica = new Replica();
      time.afterEachStep(() -> {
        replica.follow(journal);
        assertThat(replica.state).isEqualTo(time.state());
      });
      new RandomScript(seed, simulation).run(60);

      Replica fromTheBeginning = new Replica();
      fromTheBeginning.follow(journal);
      assertThat(fromTheBeginning.state).isEqualTo(time.state());
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
