package dev.berth.examples.journal;

import dev.berth.journal.JournalState;
import dev.berth.view.ContainerView;
import dev.berth.view.NodeView;
import dev.berth.view.ServiceView;
import dev.berth.view.TaskView;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** A state as tables: for each cluster its nodes, services and tasks. */
final class StateTables {
  private final PrintStream out;

  StateTables(PrintStream out) {
    this.out = out;
  }

  void print(JournalState state) {
    if (state.clusters().isEmpty()) {
      out.println("  no cluster");
    }
    for (JournalState.Cluster cluster : state.clusters()) {
      out.printf("%ncluster %s%n", cluster.name());
      print("nodes", nodes(cluster));
      print("services", services(cluster));
      print("tasks", tasks(cluster));
    }
  }

  private static Table nodes(JournalState.Cluster cluster) {
    Table table = new Table("node", "driver", "status", "tasks", "free", "of");
    for (NodeView node : cluster.nodes()) {
      table.row(
          node.id().name(),
          node.driver(),
          node.status(),
          node.taskCount(),
          node.available(),
          node.resources());
    }
    return table;
  }

  private static Table services(JournalState.Cluster cluster) {
    Table table =
        new Table(
            "service",
            "definition",
            "desired",
            "running",
            "healthy",
            "pending",
            "stopping",
            "note");
    for (ServiceView service : cluster.services()) {
      String note = service.deleting() ? "is being deleted" : service.message();
      table.row(
          service.id().name(),
          service.spec().taskDefinition(),
          service.spec().desiredCount(),
          service.runningCount(),
          service.healthyCount(),
          service.pendingCount(),
          service.stoppingCount(),
          note);
    }
    return table;
  }

  private static Table tasks(JournalState.Cluster cluster) {
    Table table = new Table("task", "definition", "node", "status", "health", "containers", "note");
    for (TaskView task : cluster.tasks()) {
      table.row(
          task.id().shortName(),
          task.definition(),
          task.node().map(node -> node.name()).orElse("-"),
          task.lastStatus(),
          task.health(),
          task.containers().stream().map(StateTables::container).collect(Collectors.joining(", ")),
          task.reason());
    }
    return table;
  }

  private static String container(ContainerView container) {
    return container.name() + " " + container.phase();
  }

  private void print(String what, Table table) {
    out.println();
    if (table.isEmpty()) {
      out.println("  no " + what);
    } else {
      table.lines("  ").forEach(out::println);
    }
  }
}
