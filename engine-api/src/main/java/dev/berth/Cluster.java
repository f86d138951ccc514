package dev.berth;

import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskId;
import dev.berth.view.NodeView;
import dev.berth.view.PlacementExplanation;
import java.util.List;
import java.util.Optional;

/** A cluster: nodes, and the services whose tasks run on them. */
public interface Cluster {
  /** The cluster's name. */
  String name();

  /**
   * Adds a node. One of that name that exists on the same driver is changed to {@code spec}.
   *
   * @throws NotFoundException if the engine has no driver of that name
   * @throws ConflictException if the node exists on another driver, or would hold less than its
   *     tasks have
   */
  NodeView addNode(NodeSpec spec);

  /**
   * Removes a node that holds no task.
   *
   * @throws NotFoundException if there is none of that name
   * @throws ConflictException if it holds tasks
   */
  void removeNode(String name);

  /** All nodes, by name. */
  List<NodeView> nodes();

  /**
   * Creates a service; one that exists with an equal specification is returned.
   *
   * @throws NotFoundException if the task definition is not registered
   * @throws ConflictException if one of that name exists with another specification
   * @throws InvalidSpecException if a task of it could not be placed on any node even if all nodes
   *     were empty; the message says why
   */
  Service createService(ServiceSpec spec);

  /**
   * The service of that name.
   *
   * @throws NotFoundException if there is none
   */
  Service service(String name);

  /** The names of all services, sorted. */
  List<String> services();

  /**
   * A task that is not STOPPED, or stopped lately.
   *
   * @throws NotFoundException if it is not known
   */
  Task task(TaskId id);

  /** The tasks of {@code service} that are not STOPPED, in the order of their numbers. */
  List<Task> tasks(Service service);

  /** Why {@code task} waits for a node; empty if it does not wait. */
  Optional<PlacementExplanation> explain(TaskId task);
}
