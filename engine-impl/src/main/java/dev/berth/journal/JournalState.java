package dev.berth.journal;

import dev.berth.view.NodeView;
import dev.berth.view.ServiceView;
import dev.berth.view.TaskView;
import java.util.List;

/**
 * What an engine knew after one event.
 *
 * @param sequence of the event
 * @param clusters by name
 */
public record JournalState(long sequence, List<Cluster> clusters) {
  /**
   * A cluster.
   *
   * @param nodes by name
   * @param services by name
   * @param tasks those that are not STOPPED, by service and number
   */
  public record Cluster(
      String name, List<NodeView> nodes, List<ServiceView> services, List<TaskView> tasks) {
    public Cluster {
      nodes = List.copyOf(nodes);
      services = List.copyOf(services);
      tasks = List.copyOf(tasks);
    }
  }

  public JournalState {
    clusters = List.copyOf(clusters);
  }
}
