package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something about each task, by its identity: the numbers of a service's tasks lie close together.
 *
 * @param <T> what is kept about a task
 */
public final class TaskTable<T> implements Iterable<T> {
  private final Map<ServiceId, NumberedPages<T>> services = new HashMap<>();
  private int size;

  /** Knows nothing of any task. */
  public TaskTable() {}

  /** How many tasks something is known of. */
  public int size() {
    return size;
  }

  /** What is known of {@code task}; null if nothing is. */
  public @Nullable T get(TaskId task) {
    NumberedPages<T> pages = services.get(task.service());
    return pages == null ? null : pages.get(task.number());
  }

  /** Keeps {@code value}; returns what was known before. */
  public @Nullable T put(TaskId task, T value) {
    T before =
        services
            .computeIfAbsent(task.service(), service -> new NumberedPages<>())
            .put(task.number(), value);
    size += before == null ? 1 : 0;
    return before;
  }

  /** Forgets {@code task}; returns what was known of it. */
  public @Nullable T remove(TaskId task) {
    NumberedPages<T> pages = services.get(task.service());
    T before = pages == null ? null : pages.remove(task.number());
    if (before != null) {
      size--;
      if (pages != null && pages.size() == 0) {
        services.remove(task.service());
      }
    }
    return before;
  }

  /** What is known of one service's tasks, by their numbers, as it is now and stays. */
  public Map<ServiceId, NumberedPages<T>> copy() {
    Map<ServiceId, NumberedPages<T>> copy = new TreeMap<>();
    services.forEach((service, pages) -> copy.put(service, pages.copy()));
    return copy;
  }

  /** Everything, service by service in no order, within one by number. */
  @Override
  public Iterator<T> iterator() {
    Iterator<NumberedPages<T>> left = services.values().iterator();
    return new Iterator<>() {
      private Iterator<T> within = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!within.hasNext() && left.hasNext()) {
          within = left.next().iterator();
        }
        return within.hasNext();
      }

      @Override
      public T next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return within.next();
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TaskTable<?> that && services.equals(that.services);
  }

  @Override
  public int hashCode() {
    return services.hashCode();
  }

  @Override
  public String toString() {
    List<T> all = new ArrayList<>();
    forEach(all::add);
    return all.toString();
  }
}
