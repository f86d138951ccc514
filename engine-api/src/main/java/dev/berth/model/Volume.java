package dev.berth.model;

/**
 * A directory kept by a node's driver that containers of a task mount; ECS's {@code volumes} with a
 * {@code dockerVolumeConfiguration}.
 *
 * @param name unique in the task definition
 * @param scope whose it is
 */
public record Volume(String name, Scope scope) {
  /** Whose a volume is. */
  public enum Scope {
    /** Made with each task, empty, and removed with it. */
    TASK,
    /**
     * One on each node for all tasks of the cluster that name it; made by the first of them and
     * never removed by the engine.
     */
    SHARED
  }

  /**
   * Checks the name.
   *
   * @throws dev.berth.InvalidSpecException if it is none
   */
  public Volume {
    Requirements.definitionName("volume", name);
  }
}
