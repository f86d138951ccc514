package dev.berth.model;

/**
 * A container's dependency on another container of its task.
 *
 * @param container the name of the other container
 * @param condition what the other container must have reached
 */
public record ContainerDependency(String container, DependencyCondition condition) {
  public ContainerDependency {
    Requirements.definitionName("dependency's container name", container);
  }
}
