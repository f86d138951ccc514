package dev.berth.driver.process;

import java.util.Map;
import java.util.Optional;

/**
 * The three variables that every process of a container inherits, wherever it moves: by them a
 * process is found that left its parent, its group and its session.
 *
 * @param engine the engine's id
 * @param task the task's name
 * @param container the container's name
 */
record Marker(String engine, String task, String container) {
  private static final String ENGINE = "BERTH_ENGINE";
  private static final String TASK = "BERTH_TASK";
  private static final String CONTAINER = "BERTH_CONTAINER";

  void putInto(Map<String, String> environment) {
    environment.put(ENGINE, engine);
    environment.put(TASK, task);
    environment.put(CONTAINER, container);
  }

  /** Reads it from an environment as {@link Procfs#environment} gives it. */
  static Optional<Marker> parse(String environment) {
    Optional<String> engine = value(environment, ENGINE);
    Optional<String> task = value(environment, TASK);
    Optional<String> container = value(environment, CONTAINER);
    return engine.isPresent() && task.isPresent() && container.isPresent()
        ? Optional.of(new Marker(engine.get(), task.get(), container.get()))
        : Optional.empty();
  }

  private static Optional<String> value(String environment, String name) {
    String key = name + "=";
    int start = environment.startsWith(key) ? 0 : environment.indexOf("\0" + key) + 1;
    if (start == 0 && !environment.startsWith(key)) {
      return Optional.empty();
    }
    int end = environment.indexOf('\0', start);
    return Optional.of(
        environment.substring(start + key.length(), end < 0 ? environment.length() : end));
  }
}
