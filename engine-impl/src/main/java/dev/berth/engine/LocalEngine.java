package dev.berth.engine;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.NotFoundException;
import dev.berth.engine.command.Command.CloseEngine;
import dev.berth.engine.command.Command.CreateCluster;
import dev.berth.engine.command.Command.RegisterTaskDefinition;
import dev.berth.engine.loop.EventFeed;
import dev.berth.engine.state.TaskState;
import dev.berth.event.EventRecord;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** The engine as users hold it. */
final class LocalEngine implements Engine {
  /** Beyond the longest stopTimeout of the tasks: what stopping them takes besides. */
  private static final Duration CLOSE_ALLOWANCE = Duration.ofSeconds(30);

  private final String id;
  private final EngineParts parts;
  private final EventFeed feed;
  private final Runnable release;
  private final AtomicBoolean ended = new AtomicBoolean();

  /**
   * An engine of these parts.
   *
   * @param release stops the loop and gives back everything that the start took
   */
  LocalEngine(String id, EngineParts parts, EventFeed feed, Runnable release) {
    this.id = id;
    this.parts = parts;
    this.feed = feed;
    this.release = release;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Cluster createCluster(String name) {
    parts.line().request(new CreateCluster(name));
    return new LocalCluster(parts, name);
  }

  @Override
  public Cluster cluster(String name) {
    if (!clusters().contains(name)) {
      throw new NotFoundException("no cluster '%s', only %s".formatted(name, clusters()));
    }
    return new LocalCluster(parts, name);
  }

  @Override
  public List<String> clusters() {
    return parts.line().look(() -> List.copyOf(parts.state().clusters()));
  }

  @Override
  public TaskDefinition register(TaskDefinition definition) {
    parts.line().request(new RegisterTaskDefinition(definition));
    return parts
        .line()
        .look(() ->
            parts.state().revisions(definition.family()).descendingMap().values().stream()
                .filter(one -> one.equals(definition.withRevision(one.revision())))
                .findFirst())
        .orElseThrow();
  }

  @Override
  public TaskDefinition taskDefinition(TaskDefinitionId definition) {
    return parts
        .line()
        .look(() -> parts.state().definition(definition))
        .orElseThrow(() ->
            new NotFoundException(
                "no task definition '%s': register it first".formatted(definition)));
  }

  @Override
  public List<TaskDefinition> taskDefinitions(String family) {
    return parts.line().look(() -> List.copyOf(parts.state().revisions(family).values()));
  }

  @Override
  public Flow.Publisher<EventRecord> events() {
    parts.line().requireOpen();
    return feed;
  }

  @Override
  public void close() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    boolean open = parts.line().close("the engine was closed");
    try {
      while (open) {
        try {
          stopEverything();
          open = false;
        } catch (CompletionException failure) {
          if (!Thread.interrupted()) {
            throw failure;
          }
          // Whoever interrupts a close wants it to be quick, not to leave tasks behind.
          interrupted = true;
        }
      }
    } finally {
      release.run();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits as long as tasks keep stopping, however many there are. */
  private void stopEverything() {
    parts.line().requestUnbounded(new CloseEngine());
    Duration patience = longestStop().plus(CLOSE_ALLOWANCE);
    for (int left = Integer.MAX_VALUE; left > 0; ) {
      int before = left;
      left =
          parts
              .line()
              .awaitWhateverIsClosed(
                  () -> {
                    int count = parts.state().taskCount();
                    return count < before ? Optional.of(count) : Optional.empty();
                  },
                  patience,
                  () ->
                      "the engine closed, but of its last %d tasks none stopped within %s; the next engine on this journal takes them up"
                          .formatted(before, patience));
    }
  }

  private Duration longestStop() {
    return parts
        .line()
        .awaitWhateverIsClosed(
            () -> {
              Duration longest = Duration.ZERO;
              for (TaskState task : parts.state().tasks()) {
                Duration stop = Duration.ZERO;
                for (ContainerDefinition container : task.definition().containers()) {
                  stop = stop.plus(container.stopTimeout());
                }
                longest = longest.compareTo(stop) < 0 ? stop : longest;
              }
              return Optional.of(longest);
            },
            CLOSE_ALLOWANCE,
            () -> "the engine did not answer while closing");
  }

  @Override
  public void detach() {
    if (ended.compareAndSet(false, true)) {
      parts.line().close("the engine was detached from its tasks");
      release.run();
    }
  }
}
