package dev.berth.ecs;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerDependency;
import dev.berth.model.ContainerOptions;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import dev.berth.model.Mount;
import dev.berth.model.NetworkMode;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.Resources;
import dev.berth.model.SecretReference;
import dev.berth.model.SecretVariable;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import dev.berth.model.Ulimit;
import dev.berth.model.Volume;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/**
 * Arbitrary valid task definitions. The parts are drawn freely; where the model forbids a
 * combination (port names of two containers, dependencies on later or essential containers, a task
 * smaller than its containers), the part is left out.
 */
class TaskDefinitionDomain extends DomainContextBase {
  private record Program(
      Optional<String> image, List<String> entryPoint, List<String> command, String directory) {}

  private record Amounts(int cpu, int memory, int reservation, SortedMap<String, Long> others) {}

  private record Lifecycle(
      boolean essential, Duration start, Duration stop, Optional<HealthCheck> commandCheck) {}

  private record Draft(
      Program program,
      Amounts amounts,
      List<PortMapping> ports,
      Lifecycle lifecycle,
      Optional<HealthCheck> portCheck,
      Map<String, String> environment,
      Map<String, String> labels,
      List<DependencyCondition> conditions) {}

  @Provide
  Arbitrary<TaskDefinition> definitions() {
    return Combinators.combine(
            Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(20),
            Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().greaterOrEqual(1)),
            drafts().list().ofMinSize(1).ofMaxSize(5),
            Arbitraries.of(NetworkMode.class).optional(),
            Arbitraries.integers().between(0, 3),
            constraints().list().ofMaxSize(3),
            texts().filter(pairs -> pairs.keySet().stream().noneMatch(this::reserved)))
        .as(this::definition)
        .withoutEdgeCases();
  }

  private TaskDefinition definition(
      String family,
      int revision,
      List<Draft> drafts,
      Optional<NetworkMode> mode,
      int size,
      List<PlacementConstraint> constraints,
      Map<String, String> tags) {
    List<ContainerDefinition> containers = new ArrayList<>();
    Set<String> variables = new HashSet<>();
    for (Draft draft : drafts) {
      containers.add(container(draft, containers, variables));
    }
    int cpu = sum(Resources.CPU, containers);
    int memory = sum(Resources.MEMORY, containers);
    Optional<TaskSize> given =
        size == 0
            ? Optional.empty()
            : Optional.of(new TaskSize(size == 2 ? 0 : cpu + 1, size == 1 ? 0 : memory + 1));
    return new TaskDefinition(
        family,
        revision,
        containers,
        mode,
        given,
        constraints,
        new TreeMap<>(tags),
        volumes(containers));
  }

  private static int sum(String resource, List<ContainerDefinition> containers) {
    return containers.stream()
        .mapToInt(container -> Math.toIntExact(container.demand().get(resource)))
        .sum();
  }

  private ContainerDefinition container(
      Draft draft, List<ContainerDefinition> earlier, Set<String> variables) {
    List<PortMapping> ports =
        draft.ports().stream()
            .filter(port -> variables.add(port.variable()))
            .filter(
                port -> port.dynamic() || variables.add(port.hostPort() + "/" + port.protocol()))
            .toList();
    Optional<HealthCheck> health =
        draft
            .portCheck()
            .flatMap(check -> ports.stream().findFirst().map(port -> onPort(check, port.name())))
            .or(draft.lifecycle()::commandCheck);
    return new ContainerDefinition(
        "c" + earlier.size(),
        draft.program().image(),
        draft.program().entryPoint(),
        draft.program().command(),
        new TreeMap<>(draft.environment()),
        Optional.of("/" + draft.program().directory()).filter(path -> path.length() % 2 == 0),
        draft.amounts().cpu(),
        draft.amounts().memory(),
        draft.amounts().reservation(),
        new Resources(draft.amounts().others()),
        ports,
        health,
        draft.lifecycle().essential() || earlier.isEmpty(),
        dependencies(draft.conditions(), earlier),
        draft.lifecycle().start(),
        draft.lifecycle().stop(),
        new TreeMap<>(draft.labels()),
        options(draft.amounts().cpu()),
        mounts(draft.amounts().cpu()),
        secrets(draft.amounts().cpu()));
  }

  /** What ECS has fields for, of every third amount. */
  private static Optional<ContainerOptions> options(int amount) {
    return amount % 3 > 0
        ? Optional.empty()
        : Optional.of(
            ContainerOptions.builder()
                .user("app:" + amount)
                .readOnlyRoot(amount % 2 == 0)
                .ulimit(Ulimit.Name.NOFILE, 1, 1 + amount)
                .ulimit(Ulimit.Name.CORE, 0, 0)
                .logLimit(1 + amount % 5_000, 3)
                .build());
  }

  private static List<Mount> mounts(int amount) {
    return amount % 3 > 0
        ? List.of()
        : List.of(
            new Mount.VolumeMount(amount % 2 == 0 ? "own" : "shared", "/data", amount % 4 == 0),
            new Mount.Tmpfs("/tmp", 1 + amount % 1_000));
  }

  private static List<SecretVariable> secrets(int amount) {
    return amount % 3 > 0
        ? List.of()
        : List.of(new SecretVariable("a secret's variable", new SecretReference("arn:" + amount)));
  }

  private static List<Volume> volumes(List<ContainerDefinition> containers) {
    return containers.stream()
        .flatMap(container -> container.mounts().stream())
        .filter(Mount.VolumeMount.class::isInstance)
        .map(mount -> ((Mount.VolumeMount) mount).volume())
        .distinct()
        .map(name -> new Volume(name, name.equals("own") ? Volume.Scope.TASK : Volume.Scope.SHARED))
        .toList();
  }

  private static List<ContainerDependency> dependencies(
      List<DependencyCondition> conditions, List<ContainerDefinition> earlier) {
    List<ContainerDependency> dependencies = new ArrayList<>();
    for (int i = 0; i < Math.min(conditions.size(), earlier.size()); i++) {
      ContainerDefinition other = earlier.get(i);
      boolean possible =
          switch (conditions.get(i)) {
            case START -> true;
            case COMPLETE, SUCCESS -> !other.essential();
            case HEALTHY -> other.health().isPresent();
          };
      if (possible) {
        dependencies.add(new ContainerDependency(other.name(), conditions.get(i)));
      }
    }
    return dependencies;
  }

  private static HealthCheck onPort(HealthCheck check, String port) {
    HealthProbe probe =
        switch (check.probe()) {
          case HealthProbe.Http http -> new HealthProbe.Http(port, http.path());
          case HealthProbe.Tcp tcp -> new HealthProbe.Tcp(port);
          case HealthProbe.Command command -> command;
        };
    return new HealthCheck(
        probe, check.interval(), check.timeout(), check.retries(), check.startPeriod());
  }

  private static Arbitrary<PlacementConstraint> constraints() {
    return Arbitraries.of(
            "attribute:zone == eu-1a",
            "attribute:motto =~ '\"\u00fc\\\\d\ud83d\udea2'",
            "not task:group in [a,\n 'b c']")
        .map(PlacementConstraint::memberOf);
  }

  private Arbitrary<Draft> drafts() {
    return Combinators.combine(
            programs(),
            amounts(),
            ports().list().ofMaxSize(3),
            lifecycles(),
            portChecks().optional(0.5),
            texts().filter(pairs -> pairs.keySet().stream().allMatch(this::variable)),
            texts().filter(pairs -> pairs.keySet().stream().noneMatch(this::reserved)),
            Arbitraries.of(DependencyCondition.class).list().ofMaxSize(4))
        .as(Draft::new);
  }

  private Arbitrary<Program> programs() {
    return Combinators.combine(
            text().filter(image -> !image.isBlank()).optional(),
            text().list().ofMaxSize(3),
            text().list().ofMaxSize(3),
            text())
        .as(Program::new)
        .filter(
            it -> it.image().isPresent() || !it.entryPoint().isEmpty() || !it.command().isEmpty());
  }

  private Arbitrary<Amounts> amounts() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 1 << 20);
    Arbitrary<String> names = Arbitraries.of("gpu", "fpga", "gpu.shares", "licences_a", "0");
    return Combinators.combine(
            small,
            small,
            small,
            Arbitraries.maps(names, Arbitraries.longs().between(1, Resources.MAXIMUM_AMOUNT / 10))
                .ofMaxSize(3))
        .as((cpu, memory, reservation, others) ->
            new Amounts(
                cpu,
                memory,
                memory > 0 && reservation >= memory ? memory - 1 : reservation,
                new TreeMap<>(others)));
  }

  private Arbitrary<PortMapping> ports() {
    return Combinators.combine(
            Arbitraries.strings().withChars("abz019").ofMinLength(1).ofMaxLength(5).optional(),
            Arbitraries.integers().between(1, 65535),
            Arbitraries.integers().between(0, 65535).optional(),
            Arbitraries.of(Protocol.class))
        .as((name, port, hostPort, protocol) ->
            new PortMapping(
                name.orElse(Integer.toString(port)), port, hostPort.orElse(0), protocol));
  }

  private Arbitrary<Lifecycle> lifecycles() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            durations(Duration.ofMillis(1), Duration.ofHours(1)),
            durations(Duration.ZERO, Duration.ofHours(1)),
            checks(text().list().ofMinSize(1).ofMaxSize(4).map(HealthProbe.Command::new))
                .optional(0.5))
        .as(Lifecycle::new);
  }

  private Arbitrary<HealthCheck> portChecks() {
    return Arbitraries.oneOf(
        checks(paths().map(path -> new HealthProbe.Http("p", "/" + path))),
        checks(Arbitraries.just(new HealthProbe.Tcp("p"))));
  }

  private Arbitrary<HealthCheck> checks(Arbitrary<? extends HealthProbe> probes) {
    return Combinators.combine(
            probes,
            durations(Duration.ofMillis(10), Duration.ofHours(1)),
            durations(Duration.ofMillis(10), Duration.ofMinutes(2)),
            Arbitraries.integers().between(1, 10),
            durations(Duration.ZERO, Duration.ofHours(1)))
        .as(HealthCheck::new);
  }

  /** Whole seconds, of which ECS holds many; milliseconds; nanoseconds. */
  private static Arbitrary<Duration> durations(Duration least, Duration most) {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .between(least.plusNanos(999_999_999).toSeconds(), most.toSeconds())
            .map(Duration::ofSeconds),
        Arbitraries.longs().between(least.toMillis(), most.toMillis()).map(Duration::ofMillis),
        Arbitraries.longs().between(least.toNanos(), most.toNanos()).map(Duration::ofNanos));
  }

  private static Arbitrary<Map<String, String>> texts() {
    Arbitrary<String> writable =
        text().filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    return Arbitraries.maps(writable, writable).ofMaxSize(3);
  }

  /** What a URI takes as it is, the separators of the label among them. */
  private static Arbitrary<String> paths() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withChars("ab/~.=\'&?:@!$()*+,;-_").ofMaxLength(12),
        Arbitraries.of("a%20b", "x?q=1#top"));
  }

  /** Among them spaces, quotes, backslashes, control and unpaired surrogate characters. */
  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().excludeChars('\0').ofMaxLength(12),
        Arbitraries.strings().withChars("ab/~ =\"'\\\t\n.").ofMaxLength(12),
        Arbitraries.of("/bin/sh", "-c", "dev.berth.", "", "CMD", "interval=2s"));
  }

  private boolean variable(String key) {
    return !key.isEmpty() && key.indexOf('=') < 0;
  }

  private boolean reserved(String key) {
    return key.startsWith("dev.berth.");
  }
}
