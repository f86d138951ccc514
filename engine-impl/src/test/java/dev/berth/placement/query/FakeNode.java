package dev.berth.placement.query;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node whose every answer is given; what is absent it does not know. */
record FakeNode(
    Map<String, String> attributes,
    boolean agentConnected,
    Optional<String> version,
    Optional<String> instance,
    Optional<Instant> registered,
    int runningTasksCount,
    Set<String> taskGroups)
    implements QuerySubject {

  static FakeNode with(String attribute, String value) {
    return new FakeNode(
        Map.of(attribute, value),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Set.of());
  }

  static FakeNode bare() {
    return new FakeNode(
        Map.of(), true, Optional.empty(), Optional.empty(), Optional.empty(), 0, Set.of());
  }

  FakeNode version(String changed) {
    return new FakeNode(
        attributes,
        agentConnected,
        Optional.of(changed),
        instance,
        registered,
        runningTasksCount,
        taskGroups);
  }

  FakeNode instance(String changed) {
    return new FakeNode(
        attributes,
        agentConnected,
        version,
        Optional.of(changed),
        registered,
        runningTasksCount,
        taskGroups);
  }

  FakeNode registered(String changed) {
    return new FakeNode(
        attributes,
        agentConnected,
        version,
        instance,
        Optional.of(Instant.parse(changed)),
        runningTasksCount,
        taskGroups);
  }

  FakeNode running(int count, String... groups) {
    return new FakeNode(
        attributes, agentConnected, version, instance, registered, count, Set.of(groups));
  }

  FakeNode disconnected() {
    return new FakeNode(
        attributes, false, version, instance, registered, runningTasksCount, taskGroups);
  }

  @Override
  public @Nullable String attribute(String name) {
    return attributes.get(name);
  }

  @Override
  public @Nullable String agentVersion() {
    return version.orElse(null);
  }

  @Override
  public @Nullable String ec2InstanceId() {
    return instance.orElse(null);
  }

  @Override
  public @Nullable Instant registeredAt() {
    return registered.orElse(null);
  }
}
