package dev.berth.benchmarks.recovery;

import dev.berth.benchmarks.engine.DataPlane;
import dev.berth.benchmarks.engine.Installation;
import dev.berth.journal.Journals;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A new process that starts an engine on what an earlier one left, and tells how long that took. It
 * then dies at once, so that the next one finds the same; or it detaches.
 */
final class Starter {
  /** No snapshot is written by the start itself, so that the next one has as much to do. */
  private static final int NEVER = 1_000_000_000;

  private Starter() {}

  /**
   * Starts once.
   *
   * @param arguments directory, tasks, and whether it shall detach
   */
  public static void main(String[] arguments) {
    Place place = new Place(Path.of(arguments[0]));
    Case left = new Case(Integer.parseInt(arguments[1]), 0);
    boolean detach = Boolean.parseBoolean(arguments[2]);
    DataPlane plane = DataPlane.load(left.nodes(), place.plane());
    long begin = System.nanoTime();
    Installation installation =
        Installation.start(
            plane,
            Journals.directory(place.journal()),
            builder -> detach ? builder : builder.snapshotEvery(NEVER));
    double startSeconds = (System.nanoTime() - begin) / 1e9;
    installation.findServices();
    installation.awaitSteady();
    // It serves once a command is durable.
    installation
        .services()
        .forEach(
            service -> service.update(spec -> spec.healthCheckGracePeriod(Duration.ofSeconds(1))));
    double servesSeconds = (System.nanoTime() - begin) / 1e9;
    if (installation.running() != left.tasks() || plane.started() > 0) {
      throw new IllegalStateException(
          "%d tasks were left, %d are RUNNING, and %d containers were started again"
              .formatted(left.tasks(), installation.running(), plane.started()));
    }
    System.out.println(
        new Start(
                startSeconds,
                servesSeconds,
                installation.journal().lastSequence(),
                installation.journal().snapshotSequence(),
                installation.journal().replayed())
            .toLine());
    if (detach) {
      installation.close();
    }
    Runtime.getRuntime().halt(0);
  }
}
