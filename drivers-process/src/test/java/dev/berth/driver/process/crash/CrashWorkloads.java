package dev.berth.driver.process.crash;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.DependencyCondition;
import dev.berth.model.TaskDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the services run. Every container first writes itself into the {@link StartBook}; then the
 * versions differ in what makes taking them up, or ending them, hard. None ends by itself within an
 * hour.
 *
 * @param run the value of {@link #MARKER} in the environment of all
 * @param book where they write themselves
 */
record CrashWorkloads(String run, Path book) {
  static final String MARKER = "CRASH_RUN";

  /** The versions, which are families of task definitions. */
  static final List<String> VERSIONS =
      List.of("plain", "ported", "leaves-session", "ends-slowly", "prepared");

  private static final String ENTRY =
      "read -r line < /proc/$$/stat; set -- $line; printf '%s %s %s %s\\n'"
          + " \"$BERTH_TASK\" \"$BERTH_CONTAINER\" \"$$\" \"${22}\" >> \"$CRASH_BOOK\"; ";

  /** How many processes one task of a version has, shim included, once it is RUNNING. */
  static int processes(String version) {
    return switch (version) {
      case "plain", "ported", "prepared" -> 2;
      case "leaves-session", "ends-slowly" -> 3;
      default -> throw new IllegalArgumentException(version);
    };
  }

  TaskDefinition definition(String version) {
    ContainerDefinition.Builder app =
        switch (version) {
          case "plain" -> app("exec sleep 3600");
          case "ported" -> app("exec sleep 3600").port("http", 80);
          case "leaves-session" -> app("setsid sleep 3600 & exec sleep 3600");
          case "ends-slowly" -> app("trap 'sleep 0.1; exit 0' TERM; sleep 3600 & wait; wait");
          case "prepared" -> app("exec sleep 3600").dependsOn("init", DependencyCondition.SUCCESS);
          default -> throw new IllegalArgumentException(version);
        };
    TaskDefinition.Builder task = TaskDefinition.builder(version).container(app.build());
    if (version.equals("prepared")) {
      task.container(container("init", "exit 0").essential(false).build());
    }
    return task.build();
  }

  private ContainerDefinition.Builder app(String script) {
    return container("app", script).stopTimeout(Duration.ofSeconds(2));
  }

  private ContainerDefinition.Builder container(String name, String script) {
    return ContainerDefinition.builder(name)
        .command("/bin/sh", "-c", ENTRY + script)
        .environment(MARKER, run)
        .environment("CRASH_BOOK", book.toString());
  }
}
