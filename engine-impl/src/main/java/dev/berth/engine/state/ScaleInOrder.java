package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.List;

/** Says which of a service's tasks go first when it has more than it shall. */
@FunctionalInterface
public interface ScaleInOrder {
  /**
   * The tasks to stop first.
   *
   * @param numbers those to choose from, by their numbers
   * @param count how many
   */
  List<TaskId> firstToStop(ServiceId service, TaskNumbers numbers, int count);
}
