package dev.berth.benchmarks.docker;

import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.UnusableSettingException;
import dev.berth.benchmarks.engine.TemporaryDirectory;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Numbers;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Progress;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Rounds;
import dev.berth.benchmarks.report.Table;
import dev.berth.driver.docker.DockerDriver;
import dev.berth.journal.Journals;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Containers started and stopped through the engine, with its durable journal, and by the Docker
 * client alone, in turns on the same daemon.
 */
public final class DockerBenchmark implements Benchmark {
  private static final int CONCURRENCY = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Starts it.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new DockerBenchmark());
  }

  @Override
  public String name() {
    return "docker";
  }

  private static URI host() {
    return URI.create(
        Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock"));
  }

  @Override
  public void run(Settings settings, Report report) {
    int count = settings.positive("containers", settings.quick() ? 10 : 50);
    int most = settings.positive("most", settings.quick() ? 20 : 200);
    int rounds = settings.positive("rounds", settings.quick() ? 1 : 5);
    Path busybox = Path.of(settings.text("busybox").orElse("/bin/busybox"));
    if (!Files.isExecutable(busybox)) {
      throw new UnusableSettingException(
          "no static busybox at " + busybox + ": install one, or name it by -Dbusybox=PATH");
    }
    try (BareClient bare = new BareClient(host(), CONCURRENCY)) {
      try {
        report.print("Docker " + bare.version() + " at " + host());
      } catch (RuntimeException absent) {
        throw new UnusableSettingException(
            "no Docker daemon answers at " + host() + ": start one, or set DOCKER_HOST");
      }
      bare.build(busybox);
      measure(bare, count, most, rounds, report);
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void measure(BareClient bare, int count, int most, int rounds, Report report) {
    Turns ours = new Turns(new Rounds(), new Rounds());
    Turns theirs = new Turns(new Rounds(), new Rounds());
    int[] threads = new int[2];
    try (TemporaryDirectory directory =
            TemporaryDirectory.in(Path.of(System.getProperty("java.io.tmpdir")));
        Engine engine =
            Engine.builder()
                .journal(Journals.directory(directory.path()))
                .driver(DockerDriver.builder().host(host()).concurrency(CONCURRENCY).build())
                .start();
        Progress progress = Progress.of("docker", 2L * (rounds + 1) + 2)) {
      Service service = service(engine, most);
      for (int round = 0; round <= rounds; round++) {
        progress.doing("engine");
        boolean counts = round > 0;
        scale(service, count, counts ? ours.starts() : new Rounds());
        scale(service, 0, counts ? ours.stops() : new Rounds());
        progress.step();
        progress.doing("client alone");
        bareTurn(bare, count, counts ? theirs : new Turns(new Rounds(), new Rounds()));
        progress.step();
      }
      progress.doing("threads");
      scale(service, 5, new Rounds());
      threads[0] = threads();
      progress.step();
      scale(service, most, new Rounds());
      threads[1] = threads();
      scale(service, 0, new Rounds());
      progress.step();
    }
    tell(report, count, most, ours, theirs, threads);
  }

  private record Turns(Rounds starts, Rounds stops) {}

  private static Service service(Engine engine, int most) {
    var cluster = engine.createCluster("docker");
    cluster.addNode(NodeSpec.of("node", Resources.of(most, most).with(Resources.PORTS, 1)));
    TaskDefinition definition =
        engine.register(
            TaskDefinition.builder("sleeper")
                .container(
                    "app",
                    app ->
                        app.image(BareClient.IMAGE)
                            .command(BareClient.COMMAND.toArray(String[]::new)))
                .build());
    return cluster.createService(
        ServiceSpec.of("sleeper", definition)
            .desiredCount(0)
            .healthyAfter(Duration.ZERO)
            .deregistrationDelay(Duration.ZERO)
            .build());
  }

  private static void scale(Service service, int count, Rounds seconds) {
    long begin = System.nanoTime();
    service.scale(count);
    service.awaitSteady(PATIENCE);
    seconds.add((System.nanoTime() - begin) / 1e9);
  }

  private static void bareTurn(BareClient bare, int count, Turns turns) {
    long begin = System.nanoTime();
    List<String> ids = bare.start(count);
    turns.starts().add((System.nanoTime() - begin) / 1e9);
    begin = System.nanoTime();
    bare.stop(ids);
    turns.stops().add((System.nanoTime() - begin) / 1e9);
  }

  /** Those of the engine and its driver; the client's own come and go with its streams. */
  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("berth-"))
            .count();
  }

  private static void tell(
      Report report, int count, int most, Turns ours, Turns theirs, int[] threads) {
    Table table =
        new Table(
            List.of("%d containers".formatted(count), "engine [s]", "client alone [s]", "ratio"));
    row(report, table, "until all run", ours.starts(), theirs.starts());
    row(report, table, "until all are gone", ours.stops(), theirs.stops());
    report.add("engine", "threads with 5 containers", threads[0], "threads");
    report.add("engine", "threads with %d containers".formatted(most), threads[1], "threads");
    report.print(
        "%s%n%nThreads of engine and driver: %d with 5 containers, %d with %d.%n"
            .formatted(table, threads[0], threads[1], most));
    List<Panel.Bar> bars =
        List.of(
            new Panel.Bar("start", "engine", ours.starts().median()),
            new Panel.Bar("start", "client alone", theirs.starts().median()),
            new Panel.Bar("stop", "engine", ours.stops().median()),
            new Panel.Bar("stop", "client alone", theirs.stops().median()));
    double greatest = bars.stream().mapToDouble(Panel.Bar::value).max().orElse(1);
    report.write(
        new Figure(
            "%d containers on one daemon".formatted(count),
            "median of %d rounds, in turns".formatted(ours.starts().count()),
            Machine.describe(),
            List.of(new Panel.Bars("Start and stop", Axis.linear("seconds", 0, greatest), bars))));
  }

  private static void row(Report report, Table table, String what, Rounds ours, Rounds theirs) {
    double ratio = ours.median() / theirs.median();
    report.add("engine", what, ours, "s");
    report.add("client alone", what, theirs, "s");
    report.add("engine by client alone", what, ratio, "ratio");
    table.row(List.of(what, range(ours), range(theirs), Numbers.brief(ratio)));
  }

  private static String range(Rounds rounds) {
    return "%s (%s to %s)"
        .formatted(
            Numbers.brief(rounds.median()),
            Numbers.brief(rounds.min()),
            Numbers.brief(rounds.max()));
  }
}
