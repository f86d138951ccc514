package dev.berth.engine.reconcile;

import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.TaskState;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.model.StopCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Gives up the tasks of a node that was lost and has not returned in time, so that their services
 * replace them. Nobody can confirm that they are gone: should the node return, what is left of them
 * is removed before it takes a task again. A function of the node, its tasks and the time.
 */
public final class NodeReconciler {
  /** How many tasks are given up in one reconcile. */
  static final int MOST_AT_ONCE = 5_000;

  private NodeReconciler() {}

  /**
   * The events that follow from {@code node}'s being lost.
   *
   * @param tasks what holds resources on it
   * @param tolerance how long a lost node may take to return
   */
  public static Reconciliation reconcile(
      NodeState node, List<TaskState> tasks, Duration tolerance, Instant now) {
    Reconciliation result = new Reconciliation();
    NodeState.Loss loss = node.loss();
    if (loss == null || tasks.isEmpty()) {
      return result;
    }
    Instant deadline = loss.since().plus(tolerance);
    if (now.isBefore(deadline)) {
      result.lookAgainAt(deadline);
      return result;
    }
    String reason = "node '%s' was lost: %s".formatted(node.id().name(), loss.reason());
    int given = 0;
    for (TaskState task : tasks) {
      if (given++ == MOST_AT_ONCE) {
        result.lookAgainAt(now);
        break;
      }
      giveUp(task, reason, result);
    }
    return result;
  }

  private static void giveUp(TaskState task, String reason, Reconciliation result) {
    TaskState.Stop stop = task.stop();
    if (stop == null) {
      result.add(new TaskStopping(task.id(), StopCode.INFRASTRUCTURE_HEALTH, reason));
      result.add(new TaskStopped(task.id(), StopCode.INFRASTRUCTURE_HEALTH, reason));
    } else {
      result.add(new TaskStopped(task.id(), stop.code(), task.reason()));
    }
  }
}
