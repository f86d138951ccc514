package dev.berth.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.command.Command;
import dev.berth.engine.command.Command.CreateCluster;
import dev.berth.engine.command.Command.CreateService;
import dev.berth.engine.command.Command.DeleteService;
import dev.berth.engine.command.Command.PutNode;
import dev.berth.engine.command.Command.RegisterTaskDefinition;
import dev.berth.engine.command.Command.RemoveNode;
import dev.berth.engine.command.Command.ReportContainer;
import dev.berth.engine.command.Command.ReportCreateFailed;
import dev.berth.engine.command.Command.ReportDestroyed;
import dev.berth.engine.command.Command.ReportHealth;
import dev.berth.engine.command.Command.ReportMissing;
import dev.berth.engine.command.Command.ReportStartFailed;
import dev.berth.engine.command.Command.ResetBackoff;
import dev.berth.engine.command.Command.StopTask;
import dev.berth.engine.command.Command.UpdateService;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.EventApplier;
import dev.berth.event.Event;
import dev.berth.event.EventRecord;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskStopped;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthStatus;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverCapabilities;
import dev.berth.spi.DriverCapabilities.Feature;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random commands over few names, so that about half of them are refused. */
class DeciderProperties {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** A state and a decider over it, as the loop keeps them. */
  private static final class World {
    private final EngineState state = new EngineState();
    private final Placement placement =
        new Placement(
            state,
            Map.of(
                "simulated",
                new DriverCapabilities(
                    EnumSet.allOf(Feature.class), EnumSet.allOf(NetworkMode.class))));
    private final EventApplier applier = new EventApplier(state, new Changes());
    private final Decider decider = new Decider(state, placement, Set.of("simulated"));

    void apply(Event event) {
      if (event instanceof TaskStopped stopped) {
        placement.release(stopped.task());
      }
      applier.apply(new EventRecord(state.sequence() + 1, NOW, event));
      placement.follow(event);
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void decidingChangesNothingAndARefusalHasNoEvent(@ForAll("commands") List<Command> commands) {
    World world = new World();
    for (Command command : commands) {
      String before = world.state.toString();
      Decision decision = world.decider.decide(command);
      assertThat(world.state).hasToString(before);
      switch (decision) {
        case Decision.Refused refused -> {
          assertThat(command).isInstanceOf(Command.Request.class);
          assertThat(refused.reason().getMessage()).isNotBlank().doesNotContain("null");
          assertThat(world.decider.decide(command))
              .isInstanceOfSatisfying(
                  Decision.Refused.class,
                  again -> assertThat(again.reason()).hasMessage(refused.reason().getMessage()));
        }
        case Decision.Accepted accepted -> {
          accepted.events().forEach(world::apply);
          request(world, command);
        }
      }
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anAcceptedRequestAskedForAgainChangesNothingMore(
      @ForAll("idempotent") List<Command> commands) {
    World world = new World();
    for (Command command : commands) {
      if (world.decider.decide(command) instanceof Decision.Accepted accepted) {
        accepted.events().forEach(world::apply);
        assertThat(world.decider.decide(command))
            .isInstanceOfSatisfying(
                Decision.Accepted.class, again -> assertThat(again.events()).isEmpty());
      }
    }
  }

  /** What a reconcile would do for a new service: so that there are tasks to speak of. */
  private static void request(World world, Command command) {
    if (command instanceof CreateService create) {
      world
          .state
          .service(create.service())
          .filter(service -> service.nextTask() == 1)
          .ifPresent(service ->
              world.apply(
                  new TaskRequested(
                      new TaskId(service.id(), 1), 1, service.spec().taskDefinition())));
      world.placement.place(create.service().cluster(), world::apply);
    }
  }

  @Provide
  Arbitrary<List<Command>> commands() {
    return Arbitraries.oneOf(requests(), requests(), reports()).list().ofMaxSize(40);
  }

  @Provide
  Arbitrary<List<Command>> idempotent() {
    return requests()
        .filter(command -> !(command instanceof UpdateService) && !(command instanceof RemoveNode))
        .list()
        .ofMaxSize(40);
  }

  private static Arbitrary<Command> requests() {
    Arbitrary<Integer> amounts = Arbitraries.of(0, 1, 100, 1000);
    return Arbitraries.oneOf(
        Arbitraries.of("a", "b", "not a name", "").map(CreateCluster::new),
        Combinators.combine(clusters(), amounts, Arbitraries.of("simulated", "docker"))
            .as((cluster, amount, driver) ->
                new PutNode(
                    new NodeId(cluster, "n1"),
                    driver,
                    Resources.of(amount, amount),
                    new TreeMap<>())),
        clusters().map(cluster -> new RemoveNode(new NodeId(cluster, "n1"))),
        Arbitraries.of(1, 50, 5000).map(memory -> new RegisterTaskDefinition(definition(memory))),
        Combinators.combine(services(), specs()).as(CreateService::new),
        Combinators.combine(services(), specs(), specs()).as(UpdateService::new),
        services().map(ResetBackoff::new),
        services().map(DeleteService::new),
        tasks().map(task -> new StopTask(task, "asked for")));
  }

  private static Arbitrary<Command> reports() {
    return tasks()
        .flatMap(task ->
            Arbitraries.of(
                new ReportContainer(task, new ContainerReport.Running("app")),
                new ReportContainer(task, new ContainerReport.Exited("app", ContainerExit.code(1))),
                new ReportContainer(task, new ContainerReport.Running("stranger")),
                new ReportCreateFailed(task, "no"),
                new ReportStartFailed(task, "app", "no"),
                new ReportStartFailed(task, "stranger", "no"),
                new ReportDestroyed(task),
                new ReportMissing(task, "gone"),
                new ReportHealth(task, "app", HealthStatus.UNHEALTHY, "no"),
                new ReportHealth(task, "stranger", HealthStatus.HEALTHY, "")));
  }

  private static Arbitrary<String> clusters() {
    return Arbitraries.of("a", "b");
  }

  private static Arbitrary<ServiceId> services() {
    return Combinators.combine(clusters(), Arbitraries.of("web", "db")).as(ServiceId::new);
  }

  private static Arbitrary<TaskId> tasks() {
    return Combinators.combine(services(), Arbitraries.longs().between(1, 2)).as(TaskId::new);
  }

  private static Arbitrary<ServiceSpec> specs() {
    return Combinators.combine(
            Arbitraries.of("web", "db"),
            Arbitraries.integers().between(1, 2),
            Arbitraries.integers().between(0, 2))
        .as((name, revision, desired) ->
            ServiceSpec.of(name, new TaskDefinitionId("web", revision))
                .desiredCount(desired)
                .build());
  }

  private static TaskDefinition definition(int memory) {
    return TaskDefinition.builder("web")
        .container("app", app -> app.command("serve").memoryMiB(memory))
        .build();
  }
}
