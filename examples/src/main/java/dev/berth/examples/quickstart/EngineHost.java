package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.BerthException;
import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.Events;
import dev.berth.Service;
import dev.berth.driver.process.ProcessDriver;
import dev.berth.ecs.EcsJson;
import dev.berth.journal.Journals;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The program that embeds Berth: one engine with one service, which does what it is told on its
 * standard input. When that ends, because the spectator is gone, it stops all it runs.
 */
public final class EngineHost implements AutoCloseable {
  static final String CLUSTER = "demo";
  static final String SERVICE = "web";
  static final int FIRST_COUNT = 3;
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final PrintStream reports;
  private final Engine engine;
  private final Service service;
  private final FleetReporter fleet;

  private EngineHost(Path folder, PrintStream reports) {
    this.folder = folder;
    this.reports = reports;
    engine =
        Engine.builder()
            .journal(Journals.directory(folder.resolve("journal")))
            .driver(ProcessDriver.create())
            .start();
    Cluster cluster = engine.createCluster(CLUSTER);
    cluster.addNode(NodeSpec.local());
    service =
        cluster.services().contains(SERVICE)
            ? cluster.service(SERVICE) // by the journal: an earlier life made it
            : cluster.createService(
                ServiceSpec.of(SERVICE, register())
                    .desiredCount(FIRST_COUNT)
                    .maximumPercent(150)
                    .deregistrationDelay(Duration.ofSeconds(1))
                    .build());
    fleet = new FleetReporter(service, this::report);
  }

  private TaskDefinition register() {
    return engine.register(EcsJson.read(folder.resolve("web.json")));
  }

  /**
   * Runs until told to stop, or until the standard input ends.
   *
   * @param arguments the work folder
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream reports = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (EngineHost host = new EngineHost(Path.of(arguments[0]), reports)) {
      // Ctrl-C in the terminal reaches this process, too.
      Runtime.getRuntime().addShutdownHook(new Thread(host::close, "close"));
      host.run();
    } catch (BerthException failure) {
      reports.println(new Report.Failed(failure.toString()).line());
      throw failure;
    }
  }

  private void run() throws IOException {
    engine
        .events()
        .subscribe(
            Events.matching(
                event -> true,
                record -> {
                  Sentences.of(record.event()).map(Report.Happened::new).ifPresent(this::report);
                  fleet.changed();
                }));
    report(new Report.Ready(engine.id()));
    fleet.start();
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    boolean stopped = false;
    while (!stopped) {
      String line = commands.readLine();
      stopped = line == null || obey(Command.parse(line));
    }
  }

  /** Whether this was the last command. */
  private boolean obey(Command command) {
    switch (command) {
      case Command.Scale scale -> service.scale(scale.count());
      case Command.Roll roll -> {
        TaskDefinition next = register();
        service.update(change -> change.taskDefinition(next));
      }
      case Command.Stop stop -> {
        service.delete();
        service.awaitDeleted(STOP_LIMIT);
        return true;
      }
    }
    return false;
  }

  private void report(Report report) {
    // One call, so that lines of several threads do not mix.
    reports.println(report.line());
  }

  /** Stops every replica and waits for it. A second call waits for the first. */
  @Override
  public synchronized void close() {
    engine.close();
    fleet.close();
  }
}
