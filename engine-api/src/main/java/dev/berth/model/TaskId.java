package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * The identity of a task, numbered by its service in the order it asks for tasks. A number is never
 * used again, not even by a later service of the same name, and a task is placed and started at
 * most once; a replacement is a new task.
 *
 * @param service the service the task belongs to
 * @param number counts the service's tasks, from 1; in a cluster where services were deleted, from
 *     beyond their numbers
 */
public record TaskId(ServiceId service, long number) implements Comparable<TaskId> {
  public TaskId {
    if (number < 1) {
      throw new InvalidSpecException("task number (%d) must be at least 1".formatted(number));
    }
  }

  /** The cluster's name. */
  public String cluster() {
    return service.cluster();
  }

  /** The name within the cluster, as messages show it: {@code web/3}. */
  public String shortName() {
    return service.name() + "/" + number;
  }

  /**
   * The name under which drivers create the task: {@code shop--web--3}. Equal tasks have equal
   * names and different tasks different ones, because no name holds two dashes in a row.
   */
  public String driverName() {
    return service.cluster() + "--" + service.name() + "--" + number;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws InvalidSpecException if {@code text} is not {@code cluster/service/number}
   */
  public static TaskId parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length == 3 && parts[2].matches("[1-9][0-9]{0,18}")) {
      ServiceId service = new ServiceId(parts[0], parts[1]);
      try {
        return new TaskId(service, Long.parseLong(parts[2]));
      } catch (NumberFormatException beyondLong) {
        // Falls through: there is no such task.
      }
    }
    throw new InvalidSpecException(
        "'%s' is not a task id: expected cluster/service/number".formatted(text));
  }

  @Override
  public int compareTo(TaskId other) {
    int byService = service.compareTo(other.service);
    return byService != 0 ? byService : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return service + "/" + number;
  }
}
