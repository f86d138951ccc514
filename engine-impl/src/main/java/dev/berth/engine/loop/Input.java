package dev.berth.engine.loop;

import dev.berth.engine.command.Command;
import dev.berth.engine.dispatch.Dispatcher.Continuation;
import java.util.concurrent.CompletableFuture;

/** What reaches the loop from other threads. */
public sealed interface Input {
  /** A user's request; {@code reply} completes once its events are durable, or with its refusal. */
  record Asked(Command.Request request, CompletableFuture<Void> reply) implements Input {}

  /** What a driver or probe saw. */
  record Told(Command.Report report) implements Input {}

  /** What goes on after a call of a driver or prober returned. */
  record Returned(Continuation continuation) implements Input {}

  /**
   * A look at the state, taken once all that came before it is durable.
   *
   * @param answer what {@code look} completes; failed if the loop stops before
   */
  record Look(Runnable look, CompletableFuture<?> answer) implements Input {}
}
