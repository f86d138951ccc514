package dev.berth.engine.observe;

import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskNumbers;
import dev.berth.engine.state.TaskState;
import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The tasks that a driver has to show in a listing, because it had created them before it was
 * asked. A bit or two for each task, since millions of them are listed again and again.
 */
final class ExpectedTasks {
  private final Map<ServiceId, OfService> services = new LinkedHashMap<>();

  /**
   * Those of one service.
   *
   * @param unseen whom the listing has not shown so far
   * @param ran who was RUNNING when it was asked for
   */
  private record OfService(TaskNumbers unseen, TaskNumbers ran) {}

  private ExpectedTasks() {}

  /** What {@code driver} has to show if it is asked now. */
  static ExpectedTasks on(EngineState state, String driver) {
    ExpectedTasks expected = new ExpectedTasks();
    for (NodeState node : state.nodesOf(driver)) {
      for (TaskState task : state.tasksOn(node.id())) {
        if (task.handle() != null) {
          expected.add(task);
        }
      }
    }
    return expected;
  }

  private void add(TaskState task) {
    OfService service =
        services.computeIfAbsent(
            task.id().service(), id -> new OfService(new TaskNumbers(), new TaskNumbers()));
    service.unseen().add(task.id().number());
    if (task.status() == TaskStatus.RUNNING) {
      service.ran().add(task.id().number());
    }
  }

  /** The listing shows a task; tells whether it was RUNNING when the listing was asked for. */
  boolean seen(TaskId task) {
    OfService service = services.get(task.service());
    return service != null
        && service.unseen().remove(task.number())
        && service.ran().contains(task.number());
  }

  /** Those that the listing has not shown. */
  void forEachUnseen(Consumer<TaskId> consumer) {
    services.forEach((id, service) ->
        service.unseen().forEach(number -> consumer.accept(new TaskId(id, number))));
  }
}
