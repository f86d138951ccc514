package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.List;

/**
 * What a service shall be: how many tasks of which definition, and how they are replaced. Meaning
 * and defaults of the percentages are those of an ECS REPLICA service.
 *
 * @param name unique in its cluster
 * @param taskDefinition a registered definition
 * @param desiredCount 0 to 5,000,000; default 1
 * @param minimumHealthyPercent tasks that stay healthy while tasks are replaced: {@code
 *     ceil(desired x percent / 100)}; 0 to 100, default 100
 * @param maximumPercent tasks that may exist while tasks are replaced: {@code floor(desired x
 *     percent / 100)}; 100 to 200, default 200. Tasks told to stop no longer count
 * @param healthyAfter a task without health check counts as healthy so long after RUNNING; 0 to 1
 *     h, default 40 s
 * @param deregistrationDelay from the removal of a task from the endpoints to its stop signal; 0 to
 *     1 h, default 5 s (ECS: 300 s)
 * @param healthCheckGracePeriod an unhealthy task is not replaced so long after RUNNING; 0 to 1 h,
 *     default 0
 * @param placementConstraints what a node must be to take a task, besides those of the task
 *     definition; at most 10 together with these; default none
 * @param placementStrategies which node is preferred, in this order; at most 5; none, which is the
 *     default, stands for {@link #DEFAULT_STRATEGIES}
 */
public record ServiceSpec(
    String name,
    TaskDefinitionId taskDefinition,
    int desiredCount,
    int minimumHealthyPercent,
    int maximumPercent,
    Duration healthyAfter,
    Duration deregistrationDelay,
    Duration healthCheckGracePeriod,
    List<PlacementConstraint> placementConstraints,
    List<PlacementStrategy> placementStrategies) {
  /**
   * ECS's default, even over the zones; and within a zone, where ECS leaves it open, even over the
   * nodes. Nodes that name no zone are together one.
   */
  public static final List<PlacementStrategy> DEFAULT_STRATEGIES =
      List.of(
          PlacementStrategy.spread("attribute:ecs.availability-zone"),
          PlacementStrategy.spread("instanceId"));

  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a part is out of the bounds given above
   */
  public ServiceSpec {
    Requirements.name("service name", name);
    String of = "service '" + name + "': ";
    Requirements.between(of + "desiredCount", desiredCount, 0, 5_000_000);
    Requirements.between(of + "minimumHealthyPercent", minimumHealthyPercent, 0, 100);
    Requirements.between(of + "maximumPercent", maximumPercent, 100, 200);
    Requirements.between(of + "healthyAfter", healthyAfter, Duration.ZERO, LONGEST);
    Requirements.between(of + "deregistrationDelay", deregistrationDelay, Duration.ZERO, LONGEST);
    Requirements.between(
        of + "healthCheckGracePeriod", healthCheckGracePeriod, Duration.ZERO, LONGEST);
    Requirements.atMost(
        of + "placement constraints",
        placementConstraints.size(),
        PlacementConstraint.MAXIMUM_COUNT);
    Requirements.atMost(
        of + "placement strategies", placementStrategies.size(), PlacementStrategy.MAXIMUM_COUNT);
    placementConstraints = List.copyOf(placementConstraints);
    placementStrategies = List.copyOf(placementStrategies);
  }

  /**
   * A builder for a service of one task of {@code registered}.
   *
   * @throws InvalidSpecException if the definition is not registered yet
   */
  public static Builder of(String name, TaskDefinition registered) {
    return of(name, registered.id());
  }

  /** A builder for a service of one task of that definition. */
  public static Builder of(String name, TaskDefinitionId taskDefinition) {
    return new Builder(name, taskDefinition);
  }

  /** A builder that begins with this specification. */
  public Builder toBuilder() {
    return new Builder(name, taskDefinition)
        .desiredCount(desiredCount)
        .minimumHealthyPercent(minimumHealthyPercent)
        .maximumPercent(maximumPercent)
        .healthyAfter(healthyAfter)
        .deregistrationDelay(deregistrationDelay)
        .healthCheckGracePeriod(healthCheckGracePeriod)
        .placementConstraints(placementConstraints)
        .placementStrategies(placementStrategies);
  }

  /** The strategies that apply: those given, or the default. */
  public List<PlacementStrategy> strategiesInEffect() {
    return placementStrategies.isEmpty() ? DEFAULT_STRATEGIES : placementStrategies;
  }

  /** Tasks that stay healthy while tasks are replaced. */
  public int healthyFloor() {
    return (int) Math.ceilDiv((long) desiredCount * minimumHealthyPercent, 100L);
  }

  /** Tasks that may exist, apart from those told to stop. */
  public int runningCeiling() {
    return (int) ((long) desiredCount * maximumPercent / 100L);
  }

  /** Builds a {@link ServiceSpec}, or changes one. */
  public static final class Builder {
    private final String name;
    private TaskDefinitionId taskDefinition;
    private int desiredCount = 1;
    private int minimumHealthyPercent = 100;
    private int maximumPercent = 200;
    private Duration healthyAfter = Duration.ofSeconds(40);
    private Duration deregistrationDelay = Duration.ofSeconds(5);
    private Duration healthCheckGracePeriod = Duration.ZERO;
    private List<PlacementConstraint> placementConstraints = List.of();
    private List<PlacementStrategy> placementStrategies = List.of();

    private Builder(String name, TaskDefinitionId taskDefinition) {
      this.name = name;
      this.taskDefinition = taskDefinition;
    }

    /** A registered definition; another one than before begins a deployment. */
    public Builder taskDefinition(TaskDefinition registered) {
      taskDefinition = registered.id();
      return this;
    }

    /** How many tasks shall run. */
    public Builder desiredCount(int value) {
      desiredCount = value;
      return this;
    }

    /** Tasks that stay healthy while tasks are replaced, in percent of the desired count. */
    public Builder minimumHealthyPercent(int value) {
      minimumHealthyPercent = value;
      return this;
    }

    /** Tasks that may exist while tasks are replaced, in percent of the desired count. */
    public Builder maximumPercent(int value) {
      maximumPercent = value;
      return this;
    }

    /** When a task without health check counts as healthy, from RUNNING on. */
    public Builder healthyAfter(Duration value) {
      healthyAfter = value;
      return this;
    }

    /** From the removal of a task from the endpoints to its stop signal. */
    public Builder deregistrationDelay(Duration value) {
      deregistrationDelay = value;
      return this;
    }

    /** How long after RUNNING an unhealthy task is not replaced. */
    public Builder healthCheckGracePeriod(Duration value) {
      healthCheckGracePeriod = value;
      return this;
    }

    /** What a node must be to take a task; replaces what was given before. */
    public Builder placementConstraints(PlacementConstraint... values) {
      return placementConstraints(List.of(values));
    }

    /** What a node must be to take a task; replaces what was given before. */
    public Builder placementConstraints(List<PlacementConstraint> values) {
      placementConstraints = List.copyOf(values);
      return this;
    }

    /** Which node is preferred, the first first; replaces what was given before. */
    public Builder placementStrategies(PlacementStrategy... values) {
      return placementStrategies(List.of(values));
    }

    /** Which node is preferred, the first first; replaces what was given before. */
    public Builder placementStrategies(List<PlacementStrategy> values) {
      placementStrategies = List.copyOf(values);
      return this;
    }

    /**
     * Checks every part.
     *
     * @throws InvalidSpecException if a part is out of its bounds
     */
    public ServiceSpec build() {
      return new ServiceSpec(
          name,
          taskDefinition,
          desiredCount,
          minimumHealthyPercent,
          maximumPercent,
          healthyAfter,
          deregistrationDelay,
          healthCheckGracePeriod,
          placementConstraints,
          placementStrategies);
    }
  }
}
