package dev.berth.driver.process;

import dev.berth.model.ContainerDefinition;

/** Containers for tests. */
final class Workloads {
  private Workloads() {}

  static ContainerDefinition.Builder shell(String name, String script) {
    return ContainerDefinition.builder(name).command("/bin/sh", "-c", script);
  }
}
