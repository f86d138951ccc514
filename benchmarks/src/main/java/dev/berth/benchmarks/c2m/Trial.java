package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.engine.CpuTime;
import dev.berth.benchmarks.engine.DataPlane;
import dev.berth.benchmarks.engine.Heap;
import dev.berth.benchmarks.engine.Installation;
import dev.berth.benchmarks.engine.MeasuredJournal.Appended;
import dev.berth.benchmarks.engine.TemporaryDirectory;
import dev.berth.journal.Journals;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One cluster with its journal in a directory of its own, from its first node to its last start.
 */
final class Trial implements AutoCloseable {
  private final Size size;
  private final int services;
  private final DataPlane plane;
  private final TemporaryDirectory directory;
  private @Nullable Installation installation;
  private int wanted;

  Trial(Size size, Terms terms) {
    this.size = size;
    this.services = terms.services();
    this.plane = new DataPlane(size.nodes());
    this.directory = TemporaryDirectory.in(terms.directory());
    this.installation = startEngine();
  }

  /**
   * A lost node's tasks are replaced as soon as the loss is known; all else as it is by default.
   */
  private Installation startEngine() {
    return Installation.start(
        plane,
        Journals.directory(directory.path()),
        builder -> builder.nodeLossTolerance(Duration.ZERO));
  }

  private Installation installation() {
    return Objects.requireNonNull(installation, "no engine is open");
  }

  DataPlane plane() {
    return plane;
  }

  /** From nothing to all RUNNING. */
  Growth grow() {
    Installation open = installation();
    long begin = System.nanoTime();
    open.addNodes(size.nodes(), size.tasks());
    final double nodesSeconds = secondsSince(begin);
    open.addServices(services);
    Appended appended = open.journal().appended();
    CpuTime cpu = CpuTime.now();
    begin = System.nanoTime();
    wanted = size.tasks();
    open.scaleTo(wanted);
    open.awaitSteady();
    double seconds = secondsSince(begin);
    requireAllRunning();
    return new Growth(
        wanted,
        nodesSeconds,
        seconds,
        CpuTime.now().since(cpu),
        open.journal().appended().since(appended));
  }

  private void requireAllRunning() {
    int running = installation().running();
    if (running != wanted || plane.tasks() != wanted) {
      throw new IllegalStateException(
          "%d tasks were asked for, %d are RUNNING and the data plane has %d"
              .formatted(wanted, running, plane.tasks()));
    }
  }

  /** The bytes in use when nothing is left to be done. */
  long heap() throws InterruptedException {
    installation().awaitQuiet();
    return Heap.usedAfterCollection();
  }

  /** Which part of a core is busy while nothing happens. */
  double coresWhileNothingHappens(Duration time) throws InterruptedException {
    installation().awaitQuiet();
    CpuTime before = CpuTime.now();
    long begin = System.nanoTime();
    Thread.sleep(time);
    return CpuTime.now().since(before).process() / 1e9 / secondsSince(begin);
  }

  /** Nodes are gone; ends when as many tasks as were lost run elsewhere. */
  Loss lose(boolean scattered) throws InterruptedException {
    Installation open = installation();
    open.awaitQuiet();
    long before = plane.started();
    CpuTime cpu = CpuTime.now();
    long begin = System.nanoTime();
    int lost =
        scattered
            ? plane.loseScattered(Installation.CLUSTER, size.lostNodes())
            : plane.loseLast(Installation.CLUSTER, size.lostNodes());
    while (plane.started() < before + lost) {
      Thread.sleep(2);
    }
    open.awaitSteady();
    double seconds = secondsSince(begin);
    requireAllRunning();
    return new Loss(size.lostNodes(), lost, seconds, CpuTime.now().since(cpu));
  }

  /** The engine ends and starts again on its journal. */
  Restart restart(boolean killed) throws InterruptedException {
    Installation before = installation();
    before.awaitQuiet();
    final long newest = before.journal().lastSequence();
    if (killed) {
      before.journal().kill();
    }
    installation = null;
    long begin = System.nanoTime();
    before.close();
    final double detachSeconds = secondsSince(begin);
    final long started = plane.started();
    begin = System.nanoTime();
    Installation next = startEngine();
    final double startSeconds = secondsSince(begin);
    installation = next;
    next.findServices();
    next.awaitSteady();
    requireAllRunning();
    if (plane.started() != started) {
      throw new IllegalStateException(
          "%d tasks were started again by a start that should take them up"
              .formatted(plane.started() - started));
    }
    // It serves once one more task that is asked for runs.
    wanted++;
    next.scaleTo(wanted);
    next.awaitSteady();
    return new Restart(
        detachSeconds,
        startSeconds,
        secondsSince(begin),
        newest,
        next.journal().snapshotSequence(),
        next.journal().replayed());
  }

  /** The bytes of the journal's directory. */
  long journalBytes() throws InterruptedException {
    installation().awaitQuiet();
    return directory.bytes();
  }

  /** Ends the engine for good, and tells what the data plane alone has in the heap. */
  long heapOfDataPlane() {
    installation().close();
    installation = null;
    return Heap.usedAfterCollection();
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    try (directory) {
      if (installation != null) {
        installation.close();
      }
    }
  }

  /**
   * Lost nodes, and how long it took until everything ran again.
   *
   * @param nodes how many nodes
   * @param tasks how many tasks ran on them
   * @param seconds from the loss until their replacements ran
   * @param cpu used meanwhile
   */
  record Loss(int nodes, int tasks, double seconds, CpuTime cpu) {}

  /**
   * A start on a journal.
   *
   * @param detachSeconds how long the end of the engine before took
   * @param startSeconds until {@code EngineBuilder.start} returned
   * @param servesSeconds until all tasks were seen running and one more that was asked for ran
   * @param events of the journal in all
   * @param snapshot up to where the snapshot went
   * @param replayed how many events were read
   */
  record Restart(
      double detachSeconds,
      double startSeconds,
      double servesSeconds,
      long events,
      long snapshot,
      long replayed) {}
}
