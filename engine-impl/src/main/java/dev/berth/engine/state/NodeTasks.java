package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The tasks that hold resources on one node: for each service the sorted numbers, eight bytes a
 * task. A task comes or goes by moving what is behind it, at most the numbers of one node.
 */
final class NodeTasks {
  private static final class Numbers {
    private long[] sorted = new long[4];
    private int size;

    void add(long number) {
      int place = Arrays.binarySearch(sorted, 0, size, number);
      if (place < 0) {
        if (size == sorted.length) {
          sorted = Arrays.copyOf(sorted, size + size / 2);
        }
        System.arraycopy(sorted, ~place, sorted, ~place + 1, size - ~place);
        sorted[~place] = number;
        size++;
      }
    }

    void remove(long number) {
      int place = Arrays.binarySearch(sorted, 0, size, number);
      if (place >= 0) {
        size--;
        System.arraycopy(sorted, place + 1, sorted, place, size - place);
      }
    }
  }

  private final TreeMap<ServiceId, Numbers> services = new TreeMap<>();

  int size() {
    int size = 0;
    for (Numbers numbers : services.values()) {
      size += numbers.size;
    }
    return size;
  }

  void add(TaskId task) {
    services.computeIfAbsent(task.service(), service -> new Numbers()).add(task.number());
  }

  void remove(TaskId task) {
    Numbers numbers = services.get(task.service());
    if (numbers != null) {
      numbers.remove(task.number());
      if (numbers.size == 0) {
        services.remove(task.service());
      }
    }
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  /** All of them, sorted. */
  List<TaskId> all() {
    List<TaskId> all = new ArrayList<>();
    services.forEach((service, numbers) -> {
      for (int i = 0; i < numbers.size; i++) {
        all.add(new TaskId(service, numbers.sorted[i]));
      }
    });
    return all;
  }
}
