package dev.berth.examples.quickstart;

import dev.berth.Endpoint;
import dev.berth.EngineClosedException;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.model.PortBinding;
import dev.berth.model.TaskStatus;
import dev.berth.view.ServiceView;
import dev.berth.view.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the service after each change; changes that come while it looks are reported as one. */
final class FleetReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetReporter.class);

  private final Service service;
  private final Endpoint endpoint;
  private final Consumer<Report> reports;
  private final Semaphore changes = new Semaphore(1);
  private final Thread thread = Thread.ofPlatform().name("fleet").daemon().unstarted(this::run);

  FleetReporter(Service service, Consumer<Report> reports) {
    this.service = service;
    this.reports = reports;
    endpoint = service.endpoint("http");
  }

  void start() {
    thread.start();
  }

  /** Returns at once. */
  void changed() {
    changes.release();
  }

  private void run() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits();
        reports.accept(new Report.Seen(look()));
      }
    } catch (InterruptedException | EngineClosedException ended) {
      LOG.debug("the engine is closed");
    }
  }

  private Fleet look() {
    try {
      ServiceView view = service.view();
      List<Replica> replicas = new ArrayList<>();
      for (Task task : service.tasks()) {
        TaskView seen = task.view();
        if (seen.lastStatus() != TaskStatus.STOPPED) {
          replicas.add(replica(seen));
        }
      }
      return new Fleet(
          view.steady(),
          view.spec().desiredCount(),
          view.spec().taskDefinition().revision(),
          endpoint.addresses().stream().map(FleetReporter::address).toList(),
          replicas);
    } catch (NotFoundException deleted) {
      return Fleet.NONE;
    }
  }

  private static Replica replica(TaskView task) {
    return new Replica(
        task.id().number(),
        task.definition().revision(),
        task.lastStatus(),
        task.health(),
        task.ports().stream().map(FleetReporter::address).findFirst(),
        task.requestedAt());
  }

  private static String address(PortBinding port) {
    return port.address() + ":" + port.hostPort();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
