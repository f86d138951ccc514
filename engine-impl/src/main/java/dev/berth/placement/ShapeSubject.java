package dev.berth.placement;

import dev.berth.placement.query.QuerySubject;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node's shape as a query sees it that does not ask for the tasks on it. */
record ShapeSubject(NodeShape shape) implements QuerySubject {
  @Override
  public @Nullable String attribute(String name) {
    return shape.attributes().get(name);
  }

  @Override
  public boolean agentConnected() {
    return true;
  }

  @Override
  public @Nullable String agentVersion() {
    return shape.attributes().get(NodeShape.AGENT_VERSION);
  }

  @Override
  public String ec2InstanceId() {
    return shape.name();
  }

  @Override
  public @Nullable Instant registeredAt() {
    return shape.registeredAt().orElse(null);
  }

  @Override
  public int runningTasksCount() {
    return 0;
  }

  @Override
  public Set<String> taskGroups() {
    return Set.of();
  }
}
