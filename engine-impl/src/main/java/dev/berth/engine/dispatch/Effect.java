package dev.berth.engine.dispatch;

import dev.berth.engine.state.TaskState;
import dev.berth.event.ContainerExited;
import dev.berth.event.ContainerHealthChanged;
import dev.berth.event.ContainerStarted;
import dev.berth.event.ContainerStarting;
import dev.berth.event.ContainerStopping;
import dev.berth.event.Event;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskDeprovisioning;
import dev.berth.event.TaskEvent;
import dev.berth.event.TaskPlaced;
import dev.berth.event.TaskPortsChanged;
import dev.berth.event.TaskRequested;
import dev.berth.event.TaskSettled;
import dev.berth.event.TaskStarted;
import dev.berth.event.TaskStopped;
import dev.berth.event.TaskStopping;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.TaskId;
import dev.berth.model.TaskStatus;
import dev.berth.view.ContainerView.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A call of a driver that an event intends. Effects follow from events and, after a restart, from
 * the state alone, so an intent that is durable is carried out and none twice to another end.
 */
public sealed interface Effect {
  /** The task it is for. */
  TaskId task();

  /** Whether {@code task} still stands where the intent left it. */
  boolean pertinent(TaskState state);

  /** Create the task on its node. */
  record Create(TaskId task) implements Effect {
    @Override
    public boolean pertinent(TaskState state) {
      return state.node() != null && state.handle() == null;
    }
  }

  /** Start a container. */
  record Start(TaskId task, String container) implements Effect {
    @Override
    public boolean pertinent(TaskState state) {
      return phaseIs(state, container, Phase.STARTING);
    }
  }

  /** Stop a container. */
  record Stop(TaskId task, String container) implements Effect {
    @Override
    public boolean pertinent(TaskState state) {
      return phaseIs(state, container, Phase.STOPPING);
    }
  }

  /** Remove what was made for the task. */
  record Destroy(TaskId task) implements Effect {
    @Override
    public boolean pertinent(TaskState state) {
      return state.status() == TaskStatus.DEPROVISIONING;
    }
  }

  private static boolean phaseIs(TaskState task, String container, Phase phase) {
    return task.container(container).filter(state -> state.phase() == phase).isPresent();
  }

  /** What {@code event} intends. */
  static Optional<Effect> of(Event event) {
    return event instanceof TaskEvent taskEvent ? of(taskEvent) : Optional.empty();
  }

  private static Optional<Effect> of(TaskEvent event) {
    return switch (event) {
      case TaskPlaced placed -> Optional.of(new Create(placed.task()));
      case ContainerStarting starting ->
          Optional.of(new Start(starting.task(), starting.container()));
      case ContainerStopping stopping ->
          Optional.of(new Stop(stopping.task(), stopping.container()));
      case TaskDeprovisioning deprovisioning -> Optional.of(new Destroy(deprovisioning.task()));
      case ContainerExited exited -> Optional.empty();
      case ContainerHealthChanged changed -> Optional.empty();
      case ContainerStarted started -> Optional.empty();
      case TaskCreated created -> Optional.empty();
      case TaskPortsChanged changed -> Optional.empty();
      case TaskRequested requested -> Optional.empty();
      case TaskSettled settled -> Optional.empty();
      case TaskStarted started -> Optional.empty();
      case TaskStopped stopped -> Optional.empty();
      case TaskStopping stopping -> Optional.empty();
      case TaskUnplaced unplaced -> Optional.empty();
    };
  }

  /** What is intended for {@code task} and not known to be done. */
  static List<Effect> outstanding(TaskState task) {
    List<Effect> candidates = new ArrayList<>();
    candidates.add(new Create(task.id()));
    task.containers().forEach(container -> candidates.add(new Start(task.id(), container.name())));
    task.containers().forEach(container -> candidates.add(new Stop(task.id(), container.name())));
    candidates.add(new Destroy(task.id()));
    candidates.removeIf(effect -> !effect.pertinent(task));
    return candidates;
  }
}
