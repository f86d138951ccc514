package dev.berth.engine.loop;

import dev.berth.engine.command.Command;
import dev.berth.engine.dispatch.Dispatcher.Continuation;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What reaches the loop from other threads. */
public sealed interface Input {
  /** A user's request; {@code reply} completes once its events are durable, or with its refusal. */
  record Asked(Command.Request request, CompletableFuture<Void> reply) implements Input {}

  /** What a driver or probe saw. */
  record Told(Command.Report report) implements Input {}

  /** What goes on after a call of a driver or prober returned. */
  record Returned(Continuation continuation) implements Input {}

  /**
   * A step became durable, or could not.
   *
   * @param next finishes the step, or throws why it cannot be finished
   */
  record Appended(Consumer<Instant> next) implements Input {}

  /**
   * A look at the state as it is after a step; its answer is given once that state is durable.
   *
   * @param look reads the state, and gives what completes {@code answer}
   * @param answer failed if the loop stops before
   */
  record Look(Supplier<Runnable> look, CompletableFuture<?> answer) implements Input {}
}
