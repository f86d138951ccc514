package dev.berth.driver.process.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An engine that is killed and started again, over and over, on one journal. */
final class CrashRun implements AutoCloseable {
  private static final double FIRST_GUESS_MILLIS = 1_000;

  /** How much the newest start counts in what is usual. */
  private static final double SHARE_OF_NEWEST = 0.2;

  private final Path directory;
  private final List<String> java;
  private final Random random;
  private final String name = "crash-" + UUID.randomUUID();
  private final Promises promises = new Promises();
  private final CrashTally tally = new CrashTally();
  private final CrashedMachine machine;
  private final long begun = System.nanoTime();
  private double usualStartMillis = FIRST_GUESS_MILLIS;
  private @Nullable CrashJvm jvm;

  /**
   * A run.
   *
   * @param directory for all its files; has to be empty
   * @param java the command that starts a JVM with a class path
   */
  CrashRun(Path directory, List<String> java, long seed) {
    this.directory = directory;
    this.java = java;
    random = new Random(seed);
    machine = new CrashedMachine(directory, name);
  }

  /** Kills it that often, and then lets it come to rest and closes it. */
  void go(int kills) throws IOException, InterruptedException {
    while (tally.kills() < kills) {
      live(CrashPlan.draw(random));
    }
    CrashLife last = begin(Optional.empty());
    last.awaitReady();
    last.settle();
    last.close();
    machine.requireNoneTwice();
  }

  private void live(CrashPlan plan) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    CrashLife life = begin(plan.aim());
    if (!plan.duringStart() && plan.aim().isEmpty()) {
      life.awaitReady();
      usualStartMillis += SHARE_OF_NEWEST * (millisSince(begin) - usualStartMillis);
    }
    note("life %d, usual start %.0f ms: %s".formatted(tally.kills() + 1, usualStartMillis, plan));
    life.go(plan, usualStartMillis);
    note("  killed %s after %.0f ms".formatted(life, millisSince(begin)));
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  /** For whoever has to find out why a run failed. */
  private void note(String line) throws IOException {
    Files.writeString(
        directory.resolve("lives"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private CrashLife begin(Optional<Aim> aim) throws IOException {
    CrashJvm started = new CrashJvm(java, directory, name, aim);
    jvm = started;
    return new CrashLife(started, promises, machine, tally, random);
  }

  CrashTally tally() {
    return tally;
  }

  @Override
  public String toString() {
    return "%s; %d orders acknowledged, lost 0; %d containers ran, doubled 0; %.1f kills a second, a start took %.0f ms"
        .formatted(
            tally,
            promises.acknowledged(),
            machine.starts(),
            tally.kills() / Math.max(1, millisSince(begun) / 1_000),
            usualStartMillis);
  }

  /** Leaves no process behind, whatever happened. */
  @Override
  public void close() {
    if (jvm != null) {
      jvm.close();
    }
    List<MarkedProcess> unused = machine.endAll();
  }
}
