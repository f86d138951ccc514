package dev.berth.engine;

import dev.berth.engine.command.Command.ReportContainer;
import dev.berth.engine.loop.Input;
import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.time.Timers;
import dev.berth.engine.time.Wake;
import dev.berth.spi.Observation;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one driver's observations from any thread and hands them to the loop. */
final class Observer implements Consumer<Observation> {
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final String driver;
  private final LoopHost host;
  private final Timers timers;

  Observer(String driver, LoopHost host, Timers timers) {
    this.driver = driver;
    this.host = host;
    this.timers = timers;
  }

  @Override
  public void accept(Observation observation) {
    switch (observation) {
      case Observation.ContainerSeen seen ->
          host.put(new Input.Told(new ReportContainer(seen.task(), seen.report())));
      case Observation.Missed missed -> {
        LOG.info("driver '{}' may have missed something, listing: {}", driver, missed.reason());
        host.put(new Input.Returned((now, reports) -> timers.set(new Wake.OfListing(driver), now)));
      }
    }
  }
}
