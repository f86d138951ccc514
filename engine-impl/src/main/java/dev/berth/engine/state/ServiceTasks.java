package dev.berth.engine.state;

import dev.berth.model.HealthStatus;
import dev.berth.model.TaskStatus;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;

/**
 * The numbers of one service's tasks, sorted by what they mean to its reconciliation. Derived from
 * the tasks and kept up with each change, so that no decision has to look at every task.
 */
public final class ServiceTasks {
  /** What a task means to its service. */
  public enum Standing {
    /** Wanted, and a node was sought in vain. */
    UNPLACED,
    /** Wanted, on its way to RUNNING. */
    PENDING,
    /** Wanted and RUNNING, not counted as healthy yet. */
    WAITING,
    /** Wanted, RUNNING and unhealthy. */
    UNHEALTHY,
    /** Wanted, RUNNING and counted as healthy. */
    HEALTHY,
    /** Being stopped. */
    STOPPING
  }

  private final TreeMap<Long, Map<Standing, TaskNumbers>> deployments = new TreeMap<>();
  private int size;

  static Standing standingOf(TaskState task) {
    if (!task.wanted()) {
      return Standing.STOPPING;
    }
    if (task.status() != TaskStatus.RUNNING) {
      return task.unplaced() ? Standing.UNPLACED : Standing.PENDING;
    }
    if (!task.checked()) {
      return task.settled() ? Standing.HEALTHY : Standing.WAITING;
    }
    HealthStatus health = task.health();
    return switch (health) {
      case HEALTHY -> Standing.HEALTHY;
      case UNHEALTHY -> task.settled() ? Standing.UNHEALTHY : Standing.WAITING;
      case UNKNOWN -> Standing.WAITING;
    };
  }

  void add(TaskState task) {
    deployments
        .computeIfAbsent(task.deployment(), number -> new EnumMap<>(Standing.class))
        .computeIfAbsent(standingOf(task), standing -> new TaskNumbers())
        .add(task.id().number());
    size++;
  }

  void remove(TaskState task) {
    Map<Standing, TaskNumbers> standings = deployments.get(task.deployment());
    Standing standing = standingOf(task);
    if (standings != null && standings.containsKey(standing)) {
      TaskNumbers numbers = standings.get(standing);
      if (numbers != null && numbers.remove(task.id().number())) {
        size--;
        if (numbers.isEmpty()) {
          standings.remove(standing);
        }
        if (standings.isEmpty()) {
          deployments.remove(task.deployment());
        }
      }
    }
  }

  /** All tasks that are not STOPPED. */
  public int size() {
    return size;
  }

  /** The deployments that have tasks, oldest first. */
  public NavigableSet<Long> deployments() {
    return deployments.navigableKeySet();
  }

  /** The numbers of a deployment's tasks of one standing, ascending. */
  public TaskNumbers numbers(long deployment, Standing standing) {
    Map<Standing, TaskNumbers> standings = deployments.get(deployment);
    TaskNumbers numbers = standings == null ? null : standings.get(standing);
    return numbers == null ? new TaskNumbers() : numbers;
  }

  /** How many of a deployment's tasks have one standing. */
  public int count(long deployment, Standing standing) {
    return numbers(deployment, standing).size();
  }

  /** How many tasks of all deployments have one standing. */
  public int count(Standing standing) {
    int sum = 0;
    for (long deployment : deployments.keySet()) {
      sum += count(deployment, standing);
    }
    return sum;
  }

  /** How many tasks of deployments other than {@code deployment} have one standing. */
  public int countOthers(long deployment, Standing standing) {
    return count(standing) - count(deployment, standing);
  }

  @Override
  public String toString() {
    return deployments.toString();
  }
}
