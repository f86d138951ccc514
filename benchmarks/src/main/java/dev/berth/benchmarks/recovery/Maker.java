package dev.berth.benchmarks.recovery;

import dev.berth.benchmarks.engine.DataPlane;
import dev.berth.benchmarks.engine.Installation;
import dev.berth.journal.Journals;
import java.nio.file.Path;

/**
 * A process of its own with an engine that starts tasks, lets them come and go until its journal
 * was given enough events, says so, and waits to be killed.
 */
final class Maker {
  static final String READY = "ready";

  private Maker() {}

  /**
   * Makes what a {@link Starter} finds.
   *
   * @param arguments directory, tasks, events, events between two snapshots
   */
  public static void main(String[] arguments) throws InterruptedException {
    Place place = new Place(Path.of(arguments[0]));
    Case wanted = new Case(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    int snapshotEvery = Integer.parseInt(arguments[3]);
    DataPlane plane = new DataPlane(wanted.nodes());
    Installation installation =
        Installation.start(
            plane,
            Journals.directory(place.journal()),
            builder -> builder.snapshotEvery(snapshotEvery));
    installation.addNodes(wanted.nodes(), wanted.tasks());
    installation.addServices(1);
    scaleTo(wanted.tasks(), installation);
    while (installation.journal().lastSequence() < wanted.events()) {
      scaleTo(0, installation);
      scaleTo(wanted.tasks(), installation);
    }
    installation.awaitQuiet();
    plane.save(place.plane());
    System.out.println(READY);
    Thread.currentThread().join();
  }

  private static void scaleTo(int tasks, Installation installation) {
    installation.scaleTo(tasks);
    installation.awaitSteady();
  }
}
