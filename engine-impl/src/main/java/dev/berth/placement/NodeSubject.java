package dev.berth.placement;

import dev.berth.placement.query.QuerySubject;
import java.time.Instant;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node with the tasks on it as a query sees it; one after the other. */
final class NodeSubject implements QuerySubject {
  private final Nodes nodes;
  private final Groups groups;
  private final Set<String> taskGroups = new GroupsHere();
  private int node;

  NodeSubject(Nodes nodes, Groups groups) {
    this.nodes = nodes;
    this.groups = groups;
  }

  void moveTo(int index) {
    node = index;
  }

  private ShapeSubject shape() {
    return new ShapeSubject(nodes.shape(node));
  }

  @Override
  public @Nullable String attribute(String name) {
    return shape().attribute(name);
  }

  @Override
  public boolean agentConnected() {
    return shape().agentConnected();
  }

  @Override
  public @Nullable String agentVersion() {
    return shape().agentVersion();
  }

  @Override
  public String ec2InstanceId() {
    return shape().ec2InstanceId();
  }

  @Override
  public @Nullable Instant registeredAt() {
    return shape().registeredAt();
  }

  @Override
  public int runningTasksCount() {
    return nodes.tasks(node);
  }

  @Override
  public Set<String> taskGroups() {
    return taskGroups;
  }

  /** Asked whether it contains a group, it need not go through all of them. */
  private final class GroupsHere extends AbstractSet<String> {
    @Override
    public boolean contains(Object name) {
      return name instanceof String text && groups.on(text, node) > 0;
    }

    @Override
    public Iterator<String> iterator() {
      return groups.names(node).iterator();
    }

    @Override
    public int size() {
      return groups.names(node).size();
    }
  }
}
