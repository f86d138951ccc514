package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.berth.EngineBuilder;
import dev.berth.EngineClosedException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.engine.state.TaskState;
import dev.berth.model.ContainerExit;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeSpec;
import dev.berth.model.NodeStatus;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one seed does to an engine: users ask for this and that while the faults of the seed strike;
 * then the faults end, and everything has to become as it was asked for.
 */
final class Scenario {
  private static final Logger LOG = LoggerFactory.getLogger(Scenario.class);

  /** How many things users do, unless somebody looks for the shortest history that fails. */
  static final int ACTS = 10;

  private static final Duration LONGEST_GAP = ofSeconds(6);
  private static final Duration TIME_TO_CONVERGE = ofMinutes(40);
  private static final List<String> ZONES = List.of("eu-1a", "eu-1b");
  private static final List<String> SERVICES = List.of("web", "api");

  /** One seed in so many is compared with its journal after every step, all at their end. */
  private static final int COMPARED_ALWAYS = 16;

  /** One seed in so many is compared with its journal after every act. */
  private static final int COMPARED_OFTEN = 4;

  /** One seed in so many starts its engines from snapshots. */
  private static final int SNAPSHOTS_OFTEN = 3;

  /** What may still be under way when the faults end. */
  private static final Set<Fault> LASTING =
      EnumSet.of(
          Fault.REQUEST_LATE,
          Fault.REQUEST_TWICE,
          Fault.REPLY_LATE,
          Fault.OBSERVATION_TWICE,
          Fault.LISTING_STALE,
          Fault.EXIT);

  private final long seed;
  private final SplittableRandom random;
  private final Simulation simulation;
  private final int acts;
  private final int nodes;
  private final int services;
  private final Replica replica = new Replica();

  /** What each service may be after what users asked for: one, unless an engine died over it. */
  private final Map<String, Set<ServiceSpec>> possible = new HashMap<>();

  Scenario(long seed, Set<Fault> allowed, int acts) {
    this.seed = seed;
    this.random = FaultPlan.random(seed, "acts");
    this.acts = acts;
    this.nodes = 2 + random.nextInt(3);
    this.services = 1 + random.nextInt(2);
    this.simulation =
        Simulation.seed(seed)
            .nodes(nodes, Resources.of(4 * 1024, 512L * (3 + random.nextInt(4))))
            .zones(ZONES.toArray(String[]::new))
            .faults(allowed)
            .engine(seed % SNAPSHOTS_OFTEN == 0 ? Scenario::oftenSnapshots : builder -> {})
            .build();
    simulation
        .driver()
        .script((task, container) ->
            container.name().equals("init")
                ? Behaviour.runs().exits(ofMillis(200), ContainerExit.code(0))
                : Behaviour.runs());
    if (seed % COMPARED_ALWAYS == 0) {
      simulation.time().afterEachStep(this::compareWithTheJournal);
    }
  }

  private static void oftenSnapshots(EngineBuilder builder) {
    builder.snapshotEvery(25).keepEvents(0);
  }

  Simulation simulation() {
    return simulation;
  }

  void run() {
    for (int i = 0; i < services; i++) {
      create(SERVICES.get(i));
    }
    for (int i = 0; i < acts; i++) {
      simulation.runFor(ofMillis(random.nextInt((int) LONGEST_GAP.toMillis())));
      act(random.nextInt(8), random.nextInt(1 << 16), SERVICES.get(random.nextInt(services)));
      if (seed % COMPARED_OFTEN == 1) {
        compareWithTheJournal();
      }
    }
    simulation.endFaults();
    makeRoom();
    if (simulation.plan().faults().stream().anyMatch(LASTING::contains)) {
      simulation.runFor(FaultyDriver.LATEST);
    }
    awaitConvergence();
    simulation.runFor(ofSeconds(15));
    if (!converged()) {
      throw new BrokenLawError("what converged stays so", describe());
    }
    requireWhatWasAskedFor();
    compareWithTheJournal();
    simulation.engine().close();
    if (!simulation.driver().tasks().isEmpty()) {
      throw new BrokenLawError("a close leaves nothing", simulation.driver().tasks().toString());
    }
  }

  private void create(String name) {
    int kind = random.nextInt(3);
    int desired = 1 + random.nextInt(3);
    int floor = random.nextInt(101);
    int ceiling = 100 + random.nextInt(101);
    Duration delay = ofSeconds(random.nextInt(3));
    simulation.insist(() -> {
      TaskDefinition definition = simulation.engine().register(definition(name, kind, 0));
      ServiceSpec spec =
          ServiceSpec.of(name, definition)
              .desiredCount(desired)
              .minimumHealthyPercent(floor)
              .maximumPercent(ceiling)
              .healthyAfter(ofSeconds(4))
              .deregistrationDelay(delay)
              .build();
      simulation.cluster().createService(spec);
      possible.put(name, Set.of(spec));
    });
  }

  private void act(int kind, int detail, String name) {
    try {
      requireWhatWasAskedFor();
      switch (kind) {
        case 0, 1, 2 -> update(name, change -> change.desiredCount(detail % 5));
        case 3, 4 -> {
          TaskDefinition next =
              simulation.engine().register(definition(name, detail % 3, detail % 7));
          update(name, change -> change.taskDefinition(next));
        }
        case 5 -> update(name, change -> change.minimumHealthyPercent(detail % 101));
        case 6 -> any(name, detail).forEach(Task::kill);
        case 7 -> any(name, detail).forEach(task -> task.stop("asked for"));
        default -> throw new AssertionError(kind);
      }
    } catch (EngineClosedException died) {
      LOG.debug("{}, so {} may be any of {}", died.getMessage(), name, possible.get(name));
    }
  }

  private List<Task> any(String name, int detail) {
    List<Task> tasks = simulation.cluster().service(name).tasks();
    return tasks.isEmpty() ? List.of() : List.of(tasks.get(detail % tasks.size()));
  }

  private void update(String name, UnaryOperator<ServiceSpec.Builder> change) {
    Service service = simulation.cluster().service(name);
    List<ServiceSpec> asked = new ArrayList<>();
    UnaryOperator<ServiceSpec.Builder> noted =
        builder -> {
          ServiceSpec.Builder changed = change.apply(builder);
          ServiceSpec spec = changed.build();
          asked.add(spec);
          Set<ServiceSpec> both = new HashSet<>(possible.getOrDefault(name, Set.of()));
          both.add(spec);
          possible.put(name, both);
          return changed;
        };
    service.update(noted);
    possible.put(name, Set.of(asked.getLast()));
  }

  private void requireWhatWasAskedFor() {
    possible.forEach((name, specs) -> {
      ServiceSpec is = simulation.cluster().service(name).view().spec();
      if (!specs.contains(is)) {
        throw new BrokenLawError(
            "what was acknowledged is not lost", "%s instead of one of %s".formatted(is, specs));
      }
    });
  }

  private void compareWithTheJournal() {
    if (simulation.isIdle() && !replica.follow(simulation.journal()).equals(simulation.state())) {
      throw new BrokenLawError(
          "the journal tells what the engine knows",
          "%s instead of %s".formatted(simulation.state(), replica.follow(simulation.journal())));
    }
  }

  /** Room on every node, and above the desired count: rounding can leave a deployment none. */
  private void makeRoom() {
    simulation.insist(() -> {
      requireWhatWasAskedFor();
      for (int i = 0; i < nodes; i++) {
        simulation
            .cluster()
            .addNode(
                NodeSpec.of("n" + (i + 1), Resources.of(16 * 1024, 16 * 1024))
                    .attribute("ecs.availability-zone", ZONES.get(i % ZONES.size())));
      }
      for (String name : possible.keySet()) {
        update(name, change -> change.maximumPercent(200));
      }
    });
  }

  private void awaitConvergence() {
    Duration waited = Duration.ZERO;
    while (!converged()) {
      if (waited.compareTo(TIME_TO_CONVERGE) >= 0) {
        throw new BrokenLawError("once the faults end everything becomes as asked", describe());
      }
      Duration wait = waited.compareTo(ofMinutes(1)) < 0 ? ofSeconds(5) : ofSeconds(20);
      simulation.runFor(wait);
      waited = waited.plus(wait);
    }
  }

  /** Whether all is as asked for, and the driver has exactly what the engine knows. */
  private boolean converged() {
    return possible.keySet().stream()
            .allMatch(name -> simulation.cluster().service(name).view().steady())
        && simulation.cluster().nodes().stream().allMatch(node -> node.status() == NodeStatus.READY)
        && simulation.driver().tasks().equals(known())
        && simulation.driver().running().equals(known());
  }

  private List<TaskId> known() {
    return StreamSupport.stream(simulation.state().tasks().spliterator(), false)
        .map(TaskState::id)
        .sorted()
        .toList();
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    for (String name : possible.keySet()) {
      text.append(simulation.cluster().service(name).view()).append('\n');
    }
    return text.append("known ")
        .append(known())
        .append(", there ")
        .append(simulation.driver().tasks())
        .append(", running ")
        .append(simulation.driver().running())
        .toString();
  }

  private static TaskDefinition definition(String family, int kind, int version) {
    TaskDefinition.Builder builder =
        TaskDefinition.builder(family)
            .container(
                "app",
                app -> {
                  app.command("v" + version).memoryMiB(512).cpuUnits(256).port("http", 80);
                  app.stopTimeout(ofSeconds(3)).startTimeout(ofSeconds(20));
                  if (kind > 0) {
                    app.health(HealthCheck.tcp("http").interval(ofSeconds(3)).retries(2));
                  }
                  return kind == 2 ? app.dependsOn("init", DependencyCondition.SUCCESS) : app;
                });
    return kind == 2
        ? builder.container("init", init -> init.command("prepare").essential(false)).build()
        : builder.build();
  }
}
