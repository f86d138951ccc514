package dev.berth.engine.journal;

import dev.berth.event.Event;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerDependency;
import dev.berth.model.ContainerExit;
import dev.berth.model.ContainerOptions;
import dev.berth.model.DependencyCondition;
import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import dev.berth.model.HealthStatus;
import dev.berth.model.Mount;
import dev.berth.model.NetworkMode;
import dev.berth.model.NodeId;
import dev.berth.model.PinnedImage;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.model.PullPolicy;
import dev.berth.model.Resources;
import dev.berth.model.SecretReference;
import dev.berth.model.SecretVariable;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.StopCode;
import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.model.TaskSize;
import dev.berth.model.Ulimit;
import dev.berth.model.Volume;
import dev.berth.spi.TaskHandle;
import dev.berth.view.PlacementExplanation;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/**
 * Generators of events. An event is put together from generated components, so a new event needs
 * nothing here unless it has a component of a new type; then {@link #components} needs a generator.
 */
final class EventArbitraries {
  private EventArbitraries() {}

  /** One generator for each event type, by type. */
  static List<Arbitrary<? extends Event>> ofEveryType() {
    Map<String, Arbitrary<?>> components = components();
    return SealedTypes.records(Event.class).stream()
        .<Arbitrary<? extends Event>>map(type -> event(type.asSubclass(Event.class), components))
        .toList();
  }

  private static <E extends Event> Arbitrary<E> event(
      Class<E> type, Map<String, Arbitrary<?>> components) {
    RecordComponent[] parts = type.getRecordComponents();
    List<Arbitrary<Object>> generators =
        Arrays.stream(parts)
            .map(part -> {
              Arbitrary<?> generator = components.get(part.getGenericType().getTypeName());
              if (generator == null) {
                throw new AssertionError(
                    "no generator for %s of %s: add one to EventArbitraries.components()"
                        .formatted(part, type.getSimpleName()));
              }
              return generator.asGeneric();
            })
            .toList();
    return Combinators.combine(generators).as(values -> make(type, parts, values));
  }

  private static <E extends Event> E make(
      Class<E> type, RecordComponent[] parts, List<Object> values) {
    Class<?>[] types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getSimpleName() + " cannot be made of " + values, e);
    }
  }

  /** The types that components of events have. */
  private static Map<String, Arbitrary<?>> components() {
    Map<String, Arbitrary<?>> generators = new TreeMap<>();
    generators.put("java.lang.String", text());
    generators.put("int", Arbitraries.integers());
    generators.put("long", Arbitraries.longs());
    generators.put(Instant.class.getName(), instants());
    generators.put(
        "java.util.SortedMap<java.lang.String, java.lang.String>", map(key(), writable(), 5));
    generators.put(NodeId.class.getName(), Combinators.combine(name(), name()).as(NodeId::new));
    generators.put(ServiceId.class.getName(), serviceId());
    generators.put(
        TaskId.class.getName(),
        Combinators.combine(serviceId(), Arbitraries.longs().greaterOrEqual(1)).as(TaskId::new));
    generators.put(TaskDefinitionId.class.getName(), taskDefinitionId());
    generators.put(TaskHandle.class.getName(), text().map(TaskHandle::new));
    generators.put(
        "java.util.List<dev.berth.model.PortBinding>", portBinding().list().ofMaxSize(4));
    generators.put(
        "java.util.List<dev.berth.model.PinnedImage>", pinnedImage().list().ofMaxSize(3));
    generators.put(ContainerExit.class.getName(), containerExit());
    generators.put(HealthStatus.class.getName(), Arbitraries.of(HealthStatus.class));
    generators.put(StopCode.class.getName(), Arbitraries.of(StopCode.class));
    generators.put(Resources.class.getName(), resources());
    generators.put(ServiceSpec.class.getName(), serviceSpec());
    generators.put(TaskDefinition.class.getName(), taskDefinition());
    generators.put(PlacementExplanation.class.getName(), explanation());
    return generators;
  }

  /** Any characters at all, half surrogate pairs among them. */
  private static StringArbitrary text() {
    return Arbitraries.strings().all().ofMaxLength(20);
  }

  private static Arbitrary<String> key() {
    return text().filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
  }

  /** What users may put into maps: all but NUL and half surrogate pairs. */
  private static Arbitrary<String> writable() {
    return key().filter(text -> text.indexOf('\0') < 0);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(10);
  }

  private static Arbitrary<Instant> instants() {
    return Combinators.combine(
            Arbitraries.longs().between(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()),
            Arbitraries.longs().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  private static Arbitrary<Duration> durations(Duration least, Duration most) {
    return Arbitraries.longs().between(least.toNanos(), most.toNanos()).map(Duration::ofNanos);
  }

  private static <V> Arbitrary<SortedMap<String, V>> map(
      Arbitrary<String> keys, Arbitrary<V> values, int most) {
    return Arbitraries.maps(keys, values).ofMaxSize(most).map(TreeMap::new);
  }

  private static Arbitrary<ServiceId> serviceId() {
    return Combinators.combine(name(), name()).as(ServiceId::new);
  }

  private static Arbitrary<TaskDefinitionId> taskDefinitionId() {
    return Combinators.combine(name(), Arbitraries.integers().greaterOrEqual(1))
        .as(TaskDefinitionId::new);
  }

  private static Arbitrary<PinnedImage> pinnedImage() {
    return Combinators.combine(name(), name(), name())
        .as((container, image, digest) -> new PinnedImage(container, image + "@" + digest));
  }

  private static Arbitrary<PortBinding> portBinding() {
    return Combinators.combine(
            text(), text(), text(), Arbitraries.integers(), Arbitraries.of(Protocol.class))
        .as(PortBinding::new);
  }

  private static Arbitrary<ContainerExit> containerExit() {
    Arbitrary<OptionalInt> number =
        Arbitraries.integers().optional().map(EventArbitraries::optionalInt);
    return Combinators.combine(number, number, text()).as(ContainerExit::new);
  }

  private static OptionalInt optionalInt(Optional<Integer> number) {
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  private static Arbitrary<Resources> resources() {
    return map(name(), Arbitraries.longs().between(0, Resources.MAXIMUM_AMOUNT), 5)
        .map(Resources::new);
  }

  private static Arbitrary<ServiceSpec> serviceSpec() {
    Arbitrary<Duration> hour = durations(Duration.ZERO, Duration.ofHours(1));
    Arbitrary<ServiceSpec> plain =
        Combinators.combine(
                name(),
                taskDefinitionId(),
                Arbitraries.integers().between(0, 5_000_000),
                Arbitraries.integers().between(0, 100),
                Arbitraries.integers().between(100, 200),
                hour,
                hour,
                hour)
            .as((name, definition, desired, least, most, healthy, delay, grace) ->
                ServiceSpec.of(name, definition)
                    .desiredCount(desired)
                    .minimumHealthyPercent(least)
                    .maximumPercent(most)
                    .healthyAfter(healthy)
                    .deregistrationDelay(delay)
                    .healthCheckGracePeriod(grace)
                    .build());
    return Combinators.combine(
            plain, constraint().list().ofMaxSize(3), strategy().list().ofMaxSize(5))
        .as((spec, constraints, strategies) ->
            spec.toBuilder()
                .placementConstraints(constraints)
                .placementStrategies(strategies)
                .build());
  }

  private static Arbitrary<PlacementConstraint> constraint() {
    return Arbitraries.oneOf(
        Arbitraries.just(PlacementConstraint.distinctInstance()),
        writable().filter(text -> !text.isBlank()).map(PlacementConstraint::memberOf));
  }

  private static Arbitrary<PlacementStrategy> strategy() {
    return Arbitraries.oneOf(
        name().map(PlacementStrategy::binpack),
        name().map(attribute -> PlacementStrategy.spread("attribute:" + attribute)),
        Arbitraries.of(PlacementStrategy.spread("instanceId"), PlacementStrategy.random()));
  }

  private static Arbitrary<PlacementExplanation> explanation() {
    Arbitrary<Integer> nodes = Arbitraries.integers();
    Arbitrary<PlacementExplanation.Reason> lacks =
        Combinators.combine(nodes, text(), Arbitraries.longs(), Arbitraries.longs(), text())
            .as(PlacementExplanation.Lacks::new);
    Arbitrary<PlacementExplanation.Reason> taken =
        Combinators.combine(nodes, nodes).as(PlacementExplanation.PortTaken::new);
    Arbitrary<PlacementExplanation.Reason> cannot =
        Combinators.combine(nodes, text(), text()).as(PlacementExplanation.DriverCannot::new);
    Arbitrary<PlacementExplanation.Reason> notMember =
        Combinators.combine(nodes, text()).as(PlacementExplanation.NotMember::new);
    Arbitrary<PlacementExplanation.Reason> hasOne =
        Combinators.combine(nodes, text()).as(PlacementExplanation.HasOne::new);
    Arbitrary<PlacementExplanation.Reason> uneven =
        Combinators.combine(nodes, text(), nodes).as(PlacementExplanation.Uneven::new);
    Arbitrary<PlacementExplanation.Reason> tainted =
        nodes.map(count ->
            new PlacementExplanation.Tainted(
                count, new Taint("team", "blue", TaintEffect.NO_EXECUTE)));
    Arbitrary<PlacementExplanation.Reason> drained = nodes.map(PlacementExplanation.Drained::new);
    Arbitrary<PlacementExplanation.NearestMiss> nearest =
        Combinators.combine(text(), Arbitraries.longs().between(1, 1L << 40))
            .as((node, amount) ->
                new PlacementExplanation.NearestMiss(
                    node, Resources.NONE.with(Resources.MEMORY, amount)));
    return Combinators.combine(
            nodes,
            Arbitraries.oneOf(lacks, taken, cannot, notMember, hasOne, uneven, tainted, drained)
                .list()
                .ofMaxSize(4),
            nearest.optional())
        .as(PlacementExplanation::new);
  }

  private static Arbitrary<TaskDefinition> taskDefinition() {
    return Combinators.combine(
            name(),
            Arbitraries.integers().greaterOrEqual(0),
            container("main", 0),
            container("side", 500).optional(),
            Arbitraries.of(NetworkMode.class).optional(),
            Arbitraries.integers().between(1 << 20, 1 << 30).optional(),
            constraint()
                .filter(it -> it instanceof PlacementConstraint.MemberOf)
                .list()
                .ofMaxSize(3),
            map(name(), writable(), 3))
        .as((family, revision, main, side, network, size, constraints, tags) ->
            new TaskDefinition(
                family,
                revision,
                side.map(other -> List.of(after(main, other), other)).orElse(List.of(main)),
                network,
                size.map(amount -> new TaskSize(amount, amount)),
                constraints,
                tags,
                volumes(main, side)));
  }

  private static List<Volume> volumes(
      ContainerDefinition main, Optional<ContainerDefinition> side) {
    return main.mounts().isEmpty()
            && side.map(ContainerDefinition::mounts).orElse(List.of()).isEmpty()
        ? List.of()
        : List.of(new Volume("v", Volume.Scope.SHARED));
  }

  /** Everything there is, for every other amount. */
  private static Optional<ContainerOptions> options(int amount) {
    return amount % 2 == 0
        ? Optional.empty()
        : Optional.of(
            ContainerOptions.builder()
                .user("1000:" + amount)
                .readOnlyRoot(amount % 3 == 0)
                .cpuLimitUnits(amount)
                .processLimit(amount)
                .ulimit(Ulimit.Name.NOFILE, amount, 1L << 40)
                .stopSignal("SIGINT")
                .logLimit(1 + amount, 2)
                .pullPolicy(PullPolicy.ALWAYS)
                .build());
  }

  private static List<Mount> mounts(int amount) {
    return amount % 2 == 0
        ? List.of()
        : List.of(
            new Mount.VolumeMount("v", "/v", amount % 3 == 0),
            new Mount.Tmpfs("/tmp", amount),
            new Mount.SecretFile("/run/secret", new SecretReference("s" + amount)));
  }

  /** A container whose host port, if it has one, no container with another least amount has. */
  private static Arbitrary<ContainerDefinition> container(String name, int leastAmount) {
    Arbitrary<String> argument = text().filter(text -> text.indexOf('\0') < 0);
    return Combinators.combine(
            argument.list().ofMinSize(1).ofMaxSize(3),
            text().filter(image -> !image.isBlank()).optional(),
            map(name().map(variable -> "V" + variable), writable(), 3),
            Arbitraries.integers().between(leastAmount, leastAmount + 499),
            map(name().map(resource -> "x" + resource), Arbitraries.longs().between(0, 9), 3),
            Arbitraries.of(Protocol.class),
            healthCheck(name).optional(),
            durations(Duration.ofMillis(1), Duration.ofHours(1)))
        .as((command, image, environment, amount, resources, protocol, health, timeout) ->
            new ContainerDefinition(
                name,
                image,
                List.of(),
                command,
                environment,
                image.map(path -> "/" + path),
                amount,
                amount + 1,
                amount / 2,
                new Resources(resources),
                List.of(new PortMapping(name, amount + 1, amount, protocol)),
                health,
                true,
                List.of(),
                timeout,
                timeout,
                environment,
                options(amount),
                mounts(amount),
                List.of(new SecretVariable("SECRET", new SecretReference("s" + amount)))));
  }

  private static ContainerDefinition after(ContainerDefinition one, ContainerDefinition other) {
    return new ContainerDefinition(
        one.name(),
        one.image(),
        one.entryPoint(),
        one.command(),
        one.environment(),
        one.workingDirectory(),
        one.cpuUnits(),
        one.memoryMiB(),
        one.memoryReservationMiB(),
        one.resources(),
        one.ports(),
        one.health(),
        one.essential(),
        List.of(new ContainerDependency(other.name(), DependencyCondition.START)),
        one.startTimeout(),
        one.stopTimeout(),
        one.labels(),
        one.options(),
        one.mounts(),
        one.secrets());
  }

  private static Arbitrary<HealthCheck> healthCheck(String port) {
    Arbitrary<HealthProbe> http = name().map(path -> new HealthProbe.Http(port, "/" + path));
    Arbitrary<HealthProbe> tcp = Arbitraries.just(new HealthProbe.Tcp(port));
    Arbitrary<HealthProbe> command =
        text()
            .filter(argument -> argument.indexOf('\0') < 0)
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(HealthProbe.Command::new);
    Arbitrary<Duration> minute = durations(Duration.ofMillis(10), Duration.ofMinutes(1));
    return Combinators.combine(
            Arbitraries.oneOf(http, tcp, command),
            minute,
            minute,
            Arbitraries.integers().between(1, 10),
            minute)
        .as(HealthCheck::new);
  }
}
