package dev.berth.driver.process.crash;

import dev.berth.Cluster;
import dev.berth.ConflictException;
import dev.berth.Engine;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.driver.process.ProcessDriver;
import dev.berth.journal.Journals;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.view.ServiceView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The program that is killed: an engine that carries out orders from its standard input and says so
 * on its standard output, and never before the engine's answer. The orders for one service follow
 * each other, those for different services run at the same time.
 *
 * <pre>
 *   says  service NAME COUNT VERSION up|deleting   once for each, and then: ready ENGINE
 *   hears NUMBER ORDER                             says: done NUMBER RESULT, or refused NUMBER WHY
 *   hears settle                                   says: task NAME VERSION STATUS for each; settled
 *   hears close                                    says: closed
 *   says  aimed                                    where it stands still
 *   says  failed WHY
 * </pre>
 */
final class CrashedProgram {
  static final String CLUSTER = "shop";

  /** Few, so that a port that a crash leaks is missed soon. */
  private static final int PORTS = 60;

  private static final int FIRST_PORT = 24_300;
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final Engine engine;
  private final Cluster cluster;
  private final CrashWorkloads workloads;
  private final Map<String, ExecutorService> lines = new HashMap<>();

  private CrashedProgram(Engine engine, CrashWorkloads workloads) {
    this.engine = engine;
    this.workloads = workloads;
    cluster = engine.createCluster(CLUSTER);
    cluster.addNode(NodeSpec.local());
  }

  /** Arguments: the directory, the name of the run, and an aim or {@code -}. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Aim.Trigger trigger = new Aim.Trigger(Aim.parse(arguments[2]));
    try {
      Engine engine =
          Engine.builder()
              .journal(new AimedJournal(Journals.directory(directory.resolve("journal")), trigger))
              .driver(
                  new AimedDriver(
                      ProcessDriver.builder().ports(FIRST_PORT, FIRST_PORT + PORTS - 1).build(),
                      trigger))
              .healthProber(new NoProber())
              .listingInterval(Duration.ofMillis(200))
              // So that lives begin with snapshots, and end while one is written.
              .snapshotEvery(10)
              .keepEvents(50)
              .start();
      CrashedProgram program =
          new CrashedProgram(
              engine, new CrashWorkloads(arguments[1], StartBook.in(directory).file()));
      program.tell();
      program.obey();
    } catch (RuntimeException failure) {
      fail("", failure);
    }
    // Threads that stand still would keep it alive when the one who gives orders is gone.
    Runtime.getRuntime().halt(0);
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void fail(String what, RuntimeException failure) {
    failure.printStackTrace();
    say("failed " + what + " " + failure.toString().replace('\n', ' '));
  }

  private void tell() {
    for (String name : cluster.services()) {
      try {
        ServiceView view = cluster.service(name).view();
        say(
            "service %s %d %s %s"
                .formatted(
                    name,
                    view.spec().desiredCount(),
                    view.spec().taskDefinition().family(),
                    view.deleting() ? "deleting" : "up"));
      } catch (NotFoundException goneMeanwhile) {
        System.err.println("service " + name + " went meanwhile");
      }
    }
    say("ready " + engine.id());
  }

  private void obey() throws IOException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      switch (line) {
        case "settle" -> settle();
        case "close" -> {
          engine.close();
          say("closed");
          return;
        }
        default -> {
          int space = line.indexOf(' ');
          String number = line.substring(0, space);
          CrashOrder order = CrashOrder.parse(line.substring(space + 1));
          lines
              .computeIfAbsent(order.service(), name -> Executors.newSingleThreadExecutor())
              .execute(() -> obey(number, order));
        }
      }
    }
  }

  private void obey(String number, CrashOrder order) {
    try {
      say("done " + number + " " + carryOut(order));
    } catch (ConflictException | NotFoundException refusal) {
      say("refused " + number + " " + refusal.getMessage());
    } catch (RuntimeException failure) {
      fail(number, failure);
    }
  }

  private String carryOut(CrashOrder order) {
    return switch (order) {
      case CrashOrder.Create create -> {
        TaskDefinition definition = engine.register(workloads.definition(create.version()));
        yield cluster
            .createService(
                ServiceSpec.of(create.service(), definition)
                    .desiredCount(create.count())
                    .minimumHealthyPercent(50)
                    .healthyAfter(Duration.ZERO)
                    .deregistrationDelay(Duration.ZERO)
                    .build())
            .id()
            .name();
      }
      case CrashOrder.Scale scale -> {
        cluster.service(scale.service()).scale(scale.count());
        yield scale.service();
      }
      case CrashOrder.Update update -> {
        TaskDefinition definition = engine.register(workloads.definition(update.version()));
        cluster.service(update.service()).update(change -> change.taskDefinition(definition));
        yield update.service();
      }
      case CrashOrder.Stop stop -> {
        List<Task> tasks = cluster.service(stop.service()).tasks();
        Optional<Task> task =
            tasks.isEmpty()
                ? Optional.empty()
                : Optional.of(tasks.get(stop.index() % tasks.size()));
        task.ifPresent(Task::kill);
        yield task.map(stopped -> stopped.id().driverName()).orElse("-");
      }
      case CrashOrder.Delete delete -> {
        cluster.service(delete.service()).delete();
        yield delete.service();
      }
    };
  }

  /** Waits until everything is as it was asked for, and tells which tasks there are. */
  private void settle() {
    try {
      cluster.services().forEach(this::settle);
      for (String name : cluster.services()) {
        for (Task task : cluster.service(name).tasks()) {
          say(
              "task %s %s %s"
                  .formatted(
                      task.id().driverName(),
                      task.view().definition().family(),
                      task.view().lastStatus()));
        }
      }
      say("settled");
    } catch (RuntimeException failure) {
      fail("to settle", failure);
    }
  }

  private void settle(String name) {
    try {
      Service service = cluster.service(name);
      if (service.view().deleting()) {
        service.awaitDeleted(PATIENCE);
      } else {
        service.awaitSteady(PATIENCE);
      }
    } catch (NotFoundException gone) {
      // If it should not be, its tasks are missed.
      System.err.println("service " + name + " went meanwhile");
    }
  }
}
