package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster's tasks that wait for a node, grouped so that of equal tasks only one has to be looked
 * at to know that none can be placed. Derived from the tasks.
 */
public final class WaitingTasks {
  /**
   * Tasks that are equal to placement.
   *
   * @param told whether they were refused before; such tasks come first, for they wait longer
   */
  public record Group(ServiceId service, TaskDefinitionId definition, boolean told)
      implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::service)
            .thenComparing(Group::definition)
            .thenComparing(Group::told, Comparator.reverseOrder());

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  private final TreeMap<Group, TaskNumbers> groups = new TreeMap<>();

  private static Group groupOf(TaskState task) {
    return new Group(task.id().service(), task.definition().id(), task.unplaced());
  }

  void add(TaskState task) {
    groups.computeIfAbsent(groupOf(task), group -> new TaskNumbers()).add(task.id().number());
  }

  void remove(TaskState task) {
    groups.computeIfPresent(
        groupOf(task),
        (group, tasks) -> {
          tasks.remove(task.id().number());
          return tasks.isEmpty() ? null : tasks;
        });
  }

  /** The groups that have tasks, in their order. */
  public List<Group> groups() {
    return new ArrayList<>(groups.keySet());
  }

  /** A group's first task; empty if the group is gone. */
  public Optional<TaskId> first(Group group) {
    TaskNumbers tasks = groups.get(group);
    return tasks == null
        ? Optional.empty()
        : Optional.of(new TaskId(group.service(), tasks.first()));
  }

  /** A group's tasks, in the order of their numbers; one that is gone has none. */
  public List<TaskId> tasks(Group group) {
    List<TaskId> found = new ArrayList<>();
    TaskNumbers tasks = groups.get(group);
    if (tasks != null) {
      tasks.forEach(number -> found.add(new TaskId(group.service(), number)));
    }
    return found;
  }
}
