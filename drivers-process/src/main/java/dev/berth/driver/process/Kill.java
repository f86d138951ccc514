package dev.berth.driver.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The killing of one container: looks for what lives, kills it, and looks again until nothing is
 * left or {@value #ROUNDS} rounds (about ten seconds) have passed. The shim is spared at first, so
 * that it can write down how the workload ended.
 */
final class Kill {
  private static final int ROUNDS = 110;
  private static final int ROUNDS_WITHOUT_SHIM = 20;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final ProcessTree tree;
  private final Optional<ProcessIdentity> shim;
  private final BooleanSupplier exitWritten;
  private final DriverThreads threads;
  private final CompletableFuture<List<Long>> survivors = new CompletableFuture<>();

  Kill(
      ProcessTree tree,
      Optional<ProcessIdentity> shim,
      BooleanSupplier exitWritten,
      DriverThreads threads) {
    this.tree = tree;
    this.shim = shim;
    this.exitWritten = exitWritten;
    this.threads = threads;
  }

  /** Begins; completes with the pids of what could not be killed, empty in all ordinary cases. */
  CompletableFuture<List<Long>> begin() {
    threads.run(() -> round(1));
    return survivors;
  }

  private void round(int number) {
    try {
      List<ProcessIdentity> alive = tree.alive(shim);
      if (alive.isEmpty() || number == ROUNDS) {
        survivors.complete(alive.stream().map(ProcessIdentity::pid).toList());
        return;
      }
      boolean shimToo = number > ROUNDS_WITHOUT_SHIM || exitWritten.getAsBoolean();
      for (ProcessIdentity process : alive) {
        if (shimToo || !shim.equals(Optional.of(process))) {
          process.kill();
        }
      }
      long pause = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(number, 10));
      var unused = threads.after(Duration.ofMillis(pause), () -> round(number + 1));
    } catch (RuntimeException failure) {
      survivors.completeExceptionally(failure);
    }
  }
}
