package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** The simulation is worth what it finds: it has to catch every protocol that is broken. */
class MutantsTest {
  /** Within so many seeds; each was seen to need far fewer. */
  private static final long BUDGET = 600;

  private static final int THREADS = 2;

  /**
   * @param seed the one that caught it, or -1
   */
  private record Verdict(String mutant, long seed, String law, Duration took) {
    @Override
    public String toString() {
      return "%-55s %s"
          .formatted(
              mutant,
              seed < 0 ? "SURVIVED" : "seed %d, %d ms: %s".formatted(seed, took.toMillis(), law));
    }
  }

  @Test
  void catchesEveryBrokenProtocol() throws InterruptedException, ExecutionException {
    List<Verdict> verdicts = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Verdict>> running = new ArrayList<>();
      for (Mutant mutant : Mutants.all()) {
        running.add(threads.submit(() -> verdict(mutant, BUDGET)));
      }
      for (Future<Verdict> each : running) {
        verdicts.add(each.get());
      }
    }
    verdicts.forEach(System.out::println);
    assertThat(verdicts).hasSizeGreaterThanOrEqualTo(12).allMatch(verdict -> verdict.seed() >= 0);
  }

  /** Or else a class loader that breaks everything would look like a good simulation. */
  @Test
  void findsNothingInTheEngineAsItIs() throws ReflectiveOperationException {
    Verdict verdict = verdict(new Mutant("unchanged", List.of()), 100);
    assertThat(verdict.seed()).as(verdict.toString()).isNegative();
  }

  /** What is thrown and no broken law is thrown on: it tells of the trial, not of the mutant. */
  private static Verdict verdict(Mutant mutant, long budget) throws ReflectiveOperationException {
    long begun = System.nanoTime();
    LongFunction<String> trial = new MutatedEngine(mutant).trial();
    for (long seed = 0; seed < budget; seed++) {
      String law = trial.apply(seed);
      if (!law.isEmpty()) {
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Verdict(mutant.name(), seed, law.substring(0, law.indexOf(':')), took);
      }
    }
    return new Verdict(mutant.name(), -1, "", Duration.ZERO);
  }
}
