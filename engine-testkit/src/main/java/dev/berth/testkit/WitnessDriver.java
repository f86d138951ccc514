package dev.berth.testkit;

import dev.berth.model.ContainerExit;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** One engine's side of a driver, where every call is held against the laws before it is made. */
final class WitnessDriver extends ForwardingDriver {
  private final Laws laws;
  private long epoch;

  WitnessDriver(Driver real, Laws laws) {
    super(real);
    this.laws = laws;
  }

  @Override
  public void open(DriverContext context) {
    epoch = laws.newestEpoch();
    super.open(context);
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    laws.creates(epoch, launch);
    return super.create(launch);
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    laws.starts(epoch, task, container);
    return super.start(task, container);
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    laws.stops(epoch, task, container);
    return super.stop(task, container, timeout);
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    laws.destroys(epoch, task);
    return super.destroy(task);
  }
}
