package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What a task is made of: one to ten containers that live and die together on one node. Meaning is
 * that of an ECS task definition. Registering it with an engine gives it a revision.
 *
 * @param family the name under which revisions are counted
 * @param revision from 1 once registered; 0 before
 * @param containers in the order given
 * @param networkMode empty: the driver's own choice
 * @param size the task's CPU units and memory as a whole, which placement then counts instead of
 *     the sum over the containers; empty: the sum
 * @param placementConstraints what a node must be to take a task, all of it; at most 10, and as in
 *     ECS {@code memberOf} only
 * @param tags free key/value pairs
 * @param volumes directories its containers mount; at most 32, and each is mounted by some
 *     container
 */
public record TaskDefinition(
    String family,
    int revision,
    List<ContainerDefinition> containers,
    Optional<NetworkMode> networkMode,
    Optional<TaskSize> size,
    List<PlacementConstraint> placementConstraints,
    SortedMap<String, String> tags,
    List<Volume> volumes) {
  /** ECS's own limit. */
  public static final int MAXIMUM_CONTAINERS = 10;

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a name is empty or doubled, no container is essential, a
   *     dependency is unknown or part of a cycle, a placement constraint is not {@code memberOf},
   *     or a bound is exceeded, be it by the resources of all containers together
   */
  public TaskDefinition {
    Requirements.definitionName("task definition family", family);
    Requirements.between("revision", revision, 0, Integer.MAX_VALUE);
    containers = List.copyOf(containers);
    ContainerGraph.check(family, containers);
    placementConstraints = List.copyOf(placementConstraints);
    requireOfDefinitions(family, placementConstraints);
    tags = Requirements.labels("task definition '" + family + "': tags", tags);
    volumes = VolumeChecks.check(family, volumes, containers);
    requireBoundedSum(family, containers);
    if (size.isPresent()) {
      size.get().requireRoomFor(family, containers);
    }
  }

  private static void requireOfDefinitions(String family, List<PlacementConstraint> constraints) {
    Requirements.atMost(
        "task definition '" + family + "': placement constraints",
        constraints.size(),
        PlacementConstraint.MAXIMUM_COUNT);
    for (PlacementConstraint constraint : constraints) {
      if (constraint instanceof PlacementConstraint.DistinctInstance) {
        throw new InvalidSpecException(
            "task definition '%s': distinctInstance is a constraint of services: give it to"
                    .formatted(family)
                + " ServiceSpec");
      }
    }
  }

  private static void requireBoundedSum(String family, List<ContainerDefinition> containers) {
    try {
      sum(containers);
    } catch (InvalidSpecException exceeded) {
      throw new InvalidSpecException(
          "task definition '%s': its containers together: %s"
              .formatted(family, exceeded.getMessage()),
          exceeded);
    }
  }

  private static Resources sum(List<ContainerDefinition> containers) {
    Resources sum = Resources.NONE;
    for (ContainerDefinition container : containers) {
      sum = sum.plus(container.demand());
    }
    return sum;
  }

  /** A builder for a task definition of that family. */
  public static Builder builder(String family) {
    return new Builder(family);
  }

  /**
   * The identity the engine gave it.
   *
   * @throws InvalidSpecException if it is not registered yet
   */
  public TaskDefinitionId id() {
    if (revision == 0) {
      throw new InvalidSpecException(
          "task definition '%s' has no revision yet: use what Engine.register returns"
              .formatted(family));
    }
    return new TaskDefinitionId(family, revision);
  }

  /** This definition with another revision. */
  public TaskDefinition withRevision(int changed) {
    return new TaskDefinition(
        family, changed, containers, networkMode, size, placementConstraints, tags, volumes);
  }

  /** This definition with the images that are known to be meant. */
  public TaskDefinition withImages(List<PinnedImage> images) {
    if (images.isEmpty()) {
      return this;
    }
    List<ContainerDefinition> pinned = new ArrayList<>(containers);
    for (PinnedImage image : images) {
      pinned.replaceAll(container ->
          container.name().equals(image.container())
              ? container.withImage(image.image())
              : container);
    }
    return new TaskDefinition(
        family, revision, pinned, networkMode, size, placementConstraints, tags, volumes);
  }

  /**
   * The container of that name.
   *
   * @throws InvalidSpecException if there is none
   */
  public ContainerDefinition container(String name) {
    for (ContainerDefinition container : containers) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    throw new InvalidSpecException(
        "task definition '%s' has no container '%s', only %s"
            .formatted(family, name, containers.stream().map(ContainerDefinition::name).toList()));
  }

  /** What placement counts for one task. */
  public Resources demand() {
    Resources sum = sum(containers);
    if (addressed()) {
      sum = sum.with(Resources.PORTS, 0);
    }
    return size.isPresent() ? size.get().replaceIn(sum) : sum;
  }

  private boolean addressed() {
    return networkMode.stream().anyMatch(NetworkMode.AWSVPC::equals);
  }

  /**
   * Host ports the task asks for by number, which one node can give only once; none where the task
   * has an address of its own.
   */
  public List<PortMapping> fixedPorts() {
    return addressed() ? List.of() : ports().stream().filter(port -> !port.dynamic()).toList();
  }

  /** The ports of all containers, in their order. */
  public List<PortMapping> ports() {
    return containers.stream().flatMap(container -> container.ports().stream()).toList();
  }

  /** Whether any container is health-checked. */
  public boolean healthChecked() {
    return containers.stream().anyMatch(container -> container.health().isPresent());
  }

  @Override
  public String toString() {
    return revision == 0 ? family : family + ":" + revision;
  }

  /** Builds a {@link TaskDefinition}. */
  public static final class Builder {
    private final String family;
    private int revision;
    private final List<ContainerDefinition> containers = new ArrayList<>();
    private Optional<NetworkMode> networkMode = Optional.empty();
    private Optional<TaskSize> size = Optional.empty();
    private final List<PlacementConstraint> placementConstraints = new ArrayList<>();
    private final SortedMap<String, String> tags = new TreeMap<>();
    private final List<Volume> volumes = new ArrayList<>();

    private Builder(String family) {
      this.family = family;
    }

    /** The revision of a definition that was read back; engines give revisions themselves. */
    public Builder revision(int value) {
      revision = value;
      return this;
    }

    /** Adds a container, described by {@code description}. */
    public Builder container(String name, UnaryOperator<ContainerDefinition.Builder> description) {
      return container(ContainerDefinition.builder(name).with(description).build());
    }

    /** Adds a container. */
    public Builder container(ContainerDefinition container) {
      containers.add(container);
      return this;
    }

    /** How the containers are connected. */
    public Builder networkMode(NetworkMode value) {
      networkMode = Optional.of(value);
      return this;
    }

    /** The task's CPU units and memory as a whole. */
    public Builder size(TaskSize value) {
      size = Optional.of(value);
      return this;
    }

    /** Adds a constraint: only nodes that satisfy {@code expression} take a task. */
    public Builder memberOf(String expression) {
      return placementConstraint(PlacementConstraint.memberOf(expression));
    }

    /** Adds a constraint on the nodes that take a task. */
    public Builder placementConstraint(PlacementConstraint constraint) {
      placementConstraints.add(constraint);
      return this;
    }

    /** Adds or replaces one tag. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /** Adds a volume that each task has for itself. */
    public Builder volume(String name) {
      return volume(new Volume(name, Volume.Scope.TASK));
    }

    /** Adds a volume. */
    public Builder volume(Volume volume) {
      volumes.add(volume);
      return this;
    }

    /**
     * Checks every part.
     *
     * @throws InvalidSpecException as the constructor of {@link TaskDefinition}
     */
    public TaskDefinition build() {
      return new TaskDefinition(
          family, revision, containers, networkMode, size, placementConstraints, tags, volumes);
    }
  }
}
