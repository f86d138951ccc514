package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.List;

/**
 * The size of a task as a whole (ECS task-level {@code cpu} and {@code memory}).
 *
 * @param cpuUnits 1,024 per vCPU; 0: not given
 * @param memoryMiB the task's hard limit in MiB; 0: not given
 */
public record TaskSize(int cpuUnits, int memoryMiB) {
  public TaskSize {
    Requirements.between("task's cpu units", cpuUnits, 0, 1 << 30);
    Requirements.between("task's memory MiB", memoryMiB, 0, 1 << 30);
    if (cpuUnits == 0 && memoryMiB == 0) {
      throw new InvalidSpecException("task size gives neither cpu nor memory: leave it out");
    }
  }

  Resources replaceIn(Resources sum) {
    Resources replaced = cpuUnits > 0 ? sum.with(Resources.CPU, cpuUnits) : sum;
    return memoryMiB > 0 ? replaced.with(Resources.MEMORY, memoryMiB) : replaced;
  }

  void requireRoomFor(String family, List<ContainerDefinition> containers) {
    long cpu = 0;
    long memory = 0;
    for (ContainerDefinition container : containers) {
      cpu += container.demand().get(Resources.CPU);
      memory += container.demand().get(Resources.MEMORY);
    }
    if ((cpuUnits > 0 && cpu > cpuUnits) || (memoryMiB > 0 && memory > memoryMiB)) {
      throw new InvalidSpecException(
          ("task definition '%s': its containers need %d CPU units and %d MiB,"
                  + " more than the task's size of %d and %d")
              .formatted(family, cpu, memory, cpuUnits, memoryMiB));
    }
  }
}
