package dev.berth.driver.process;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.NodeId;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;

/** Containers and tasks for tests. */
final class Workloads {
  private Workloads() {}

  static ContainerDefinition.Builder shell(String name, String script) {
    return ContainerDefinition.builder(name).command("/bin/sh", "-c", script);
  }

  static TaskLaunch launch(String engine, long number, ContainerDefinition.Builder... containers) {
    TaskDefinition.Builder definition = TaskDefinition.builder("test").revision(1);
    for (ContainerDefinition.Builder container : containers) {
      definition.container(container.build());
    }
    return launch(engine, number, definition.build());
  }

  static TaskId task(long number) {
    return new TaskId(new ServiceId("shop", "web"), number);
  }

  static TaskLaunch launch(String engine, long number, TaskDefinition definition) {
    TaskId task = task(number);
    return new TaskLaunch(
        task, new NodeId("shop", "node"), definition, new TaskLabels(engine, task, "hash", number));
  }
}
