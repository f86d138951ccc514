package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever its driver, its tasks and itself do, the engine keeps its laws and comes out of it. One
 * seed is one history: {@code -Dsimulation.seed=N} replays one, {@code -Dsimulation.seeds=N} tries
 * that many.
 */
class ChaosTest {
  private static final long SEEDS = 150;

  @Test
  void everySeedKeepsTheLawsAndEndsSteady() {
    Long one = Long.getLong("simulation.seed");
    LongStream seeds =
        one == null
            ? LongStream.range(0, Long.getLong("simulation.seeds", SEEDS))
            : LongStream.of(one);
    seeds.forEach(seed ->
        assertThatCode(() -> new ChaosRun(seed).run())
            .as("-Dsimulation.seed=%d", seed)
            .doesNotThrowAnyException());
  }
}
