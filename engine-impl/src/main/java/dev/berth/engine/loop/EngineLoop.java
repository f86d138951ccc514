package dev.berth.engine.loop;

import dev.berth.InvalidSpecException;
import dev.berth.JournalException;
import dev.berth.engine.command.Command;
import dev.berth.engine.decide.Decider;
import dev.berth.engine.decide.Decision;
import dev.berth.engine.dispatch.Dispatcher;
import dev.berth.engine.dispatch.Effect;
import dev.berth.engine.observe.HealthMonitor;
import dev.berth.engine.observe.Listings;
import dev.berth.engine.place.Placement;
import dev.berth.engine.snapshot.Snapshots;
import dev.berth.engine.state.Changes;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.TaskState;
import dev.berth.engine.time.Timers;
import dev.berth.engine.time.Wake;
import dev.berth.event.EventRecord;
import dev.berth.event.NodeEvent;
import dev.berth.event.TaskEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer, and the only class that knows every stage. A step takes a batch of inputs,
 * decides, reconciles and places until nothing is left to do, makes all events durable in one group
 * commit, and only then answers, publishes and calls drivers.
 */
public final class EngineLoop {
  /** What the loop reads and writes. */
  public record Core(
      EngineState state, Changes changes, Ledger ledger, Placement placement, Timers timers) {}

  /** What the loop calls. */
  public record Edges(
      Decider decider,
      Dispatcher dispatcher,
      HealthMonitor health,
      Listings listings,
      Snapshots snapshots) {}

  /** What the loop tells. */
  public record Audience(Routes routes, EventFeed feed, Watches watches) {}

  /**
   * A step takes no more, and half of the events it may make are left for what they lead to. So
   * many mean that more are waiting.
   */
  static final int MOST_INPUTS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(EngineLoop.class);

  private final Core core;
  private final Edges edges;
  private final Audience audience;
  private final Settling settling;

  /**
   * A loop of these parts.
   *
   * @param nodeLossTolerance how long a lost node may take to return before its tasks are replaced
   */
  public EngineLoop(Core core, Edges edges, Audience audience, Duration nodeLossTolerance) {
    this.core = core;
    this.edges = edges;
    this.audience = audience;
    this.settling = new Settling(core, nodeLossTolerance);
  }

  /** One step at {@code now}: inputs in, durable events and calls of drivers out. */
  public void step(Instant now, List<Input> inputs) {
    Step step = decide(now, inputs);
    append(step);
    finish(step, now);
  }

  /** The first part of a step: decides until nothing is left to do. Nobody knows of it yet. */
  public Step decide(Instant now, List<Input> inputs) {
    core.ledger().requireLead();
    List<Runnable> replies = new ArrayList<>();
    List<Input.Look> looks = new ArrayList<>();
    for (Input input : inputs) {
      take(input, now, replies, looks);
    }
    for (Wake wake : core.timers().due(now)) {
      wake(wake, now);
    }
    if (inputs.size() < MOST_INPUTS) {
      settling.settle(now);
    } else {
      settling.settleBegun(now);
    }
    if (core.ledger().pending() > 0) {
      replies.addAll(audience.watches().look());
    }
    replies.addAll(edges.listings().takeRemovals());
    looks.forEach(look -> replies.add(look.look().get()));
    edges.snapshots().due(core.state()).ifPresent(replies::add);
    return core.ledger().take(inputs, replies);
  }

  /** The second part: makes the step durable. May run on another thread than the other two. */
  public void append(Step step) {
    core.ledger().append(step);
  }

  /** The third part: answers, publishes and calls drivers, in the order of the steps. */
  public void finish(Step step, Instant now) {
    publish(step.events());
    step.replies().forEach(Runnable::run);
    dispatch(step.events(), now);
  }

  /** When the next step is due although no input came; empty if none is. */
  public Optional<Instant> next() {
    // A step that was cut off because it grew too large goes on at once.
    return core.changes().isEmpty() ? core.timers().next() : Optional.of(Instant.EPOCH);
  }

  /** Tells everybody who waits or listens that no step follows. */
  public void end(RuntimeException reason) {
    audience.watches().fail(reason);
    audience.feed().fail(reason);
  }

  /** What the engine knows after the last step; to be read by the thread that carries the loop. */
  public EngineState state() {
    return core.state();
  }

  private void take(Input input, Instant now, List<Runnable> replies, List<Input.Look> looks) {
    switch (input) {
      case Input.Asked asked -> replies.add(decide(asked, now));
      case Input.Told told -> decide(told.report(), now);
      case Input.Returned returned ->
          returned.continuation().run(now, report -> decide(report, now));
      case Input.Appended appended -> appended.next().accept(now);
      case Input.Look look -> looks.add(look);
    }
  }

  private Runnable decide(Input.Asked asked, Instant now) {
    CompletableFuture<Void> reply = asked.reply();
    try {
      return switch (edges.decider().decide(asked.request())) {
        case Decision.Accepted accepted -> {
          core.ledger().record(accepted.events(), now);
          yield () -> reply.complete(null);
        }
        case Decision.Refused refused -> () -> reply.completeExceptionally(refused.reason());
      };
    } catch (JournalException unwritable) {
      return () ->
          reply.completeExceptionally(
              new InvalidSpecException(
                  "this cannot be written to the journal: " + unwritable.getMessage(), unwritable));
    }
  }

  private void decide(Command.Report report, Instant now) {
    try {
      switch (edges.decider().decide(report)) {
        case Decision.Accepted accepted -> core.ledger().record(accepted.events(), now);
        case Decision.Refused refused ->
            LOG.warn("{} was refused: {}", report, refused.reason().getMessage());
      }
    } catch (JournalException unwritable) {
      LOG.warn("{} was dropped, it cannot be written to the journal", report, unwritable);
    }
  }

  private void wake(Wake wake, Instant now) {
    switch (wake) {
      case Wake.OfTask task -> core.changes().touch(task.task());
      case Wake.OfNode node -> core.changes().touch(node.node());
      case Wake.OfService service -> core.changes().touch(service.service());
      case Wake.OfProbe probe -> edges.health().wake(probe, now, report -> decide(report, now));
      case Wake.OfCall call -> edges.dispatcher().wake(call, now, report -> decide(report, now));
      case Wake.OfListing listing ->
          edges.listings().wake(listing, now, report -> decide(report, now));
    }
  }

  private void publish(List<EventRecord> committed) {
    for (EventRecord record : committed) {
      if (record.event() instanceof TaskEvent event) {
        audience.routes().update(event.task(), core.state());
      } else if (record.event() instanceof NodeEvent event) {
        for (TaskState task : core.state().tasksOn(event.node())) {
          audience.routes().update(task.id(), core.state());
        }
      }
    }
    if (!committed.isEmpty()) {
      audience.feed().publish(committed);
    }
  }

  private void dispatch(List<EventRecord> committed, Instant now) {
    for (EventRecord record : committed) {
      Effect.of(record.event()).ifPresent(effect -> edges.dispatcher().dispatch(effect, now));
      edges.health().follow(record.event(), now);
    }
  }
}
