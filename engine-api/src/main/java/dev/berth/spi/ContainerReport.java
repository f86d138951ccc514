package dev.berth.spi;

import dev.berth.model.ContainerExit;

/** A container as its driver knows it. */
public sealed interface ContainerReport {
  /** The container's name. */
  String container();

  /**
   * Created, never started.
   *
   * @param container the container's name
   */
  record Created(String container) implements ContainerReport {}

  /**
   * Started and still running.
   *
   * @param container the container's name
   */
  record Running(String container) implements ContainerReport {}

  /**
   * Ended.
   *
   * @param container the container's name
   * @param exit how it ended
   */
  record Exited(String container, ContainerExit exit) implements ContainerReport {}
}
