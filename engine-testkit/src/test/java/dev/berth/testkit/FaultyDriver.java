package dev.berth.testkit;

import dev.berth.model.ContainerExit;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverException;
import dev.berth.spi.DriverException.Reason;
import dev.berth.spi.Listing;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A driver whose calls and answers are lost with an error, late, or both. */
final class FaultyDriver extends ForwardingDriver {
  private static final int LATEST_MILLIS = 100_000;
  private static final int STALEST_LISTING_MILLIS = 30_000;

  private final VirtualTime time;
  private final Random random;
  private final BooleanSupplier faulty;

  /** A driver that has faults for as long as {@code faulty} says. */
  FaultyDriver(Driver real, VirtualTime time, Random random, BooleanSupplier faulty) {
    super(real);
    this.time = time;
    this.random = random;
    this.faulty = faulty;
  }

  @Override
  public CompletionStage<TaskReport> create(TaskLaunch launch) {
    return faulty.getAsBoolean() && random.nextInt(8) == 0
        ? CompletableFuture.failedFuture(new DriverException(Reason.FAILED, "it does not want to"))
        : disturbed(() -> super.create(launch));
  }

  @Override
  public CompletionStage<TaskReport> start(TaskHandle task, String container) {
    return disturbed(() -> super.start(task, container));
  }

  @Override
  public CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout) {
    return disturbed(() -> super.stop(task, container, timeout));
  }

  @Override
  public CompletionStage<Void> destroy(TaskHandle task) {
    return disturbed(() -> super.destroy(task));
  }

  @Override
  public CompletionStage<Listing> list() {
    return faulty.getAsBoolean() && random.nextBoolean()
        ? late(super.list(), STALEST_LISTING_MILLIS)
        : super.list();
  }

  private <T> CompletionStage<T> disturbed(Supplier<CompletionStage<T>> call) {
    if (!faulty.getAsBoolean()) {
      return call.get();
    }
    return switch (random.nextInt(7)) {
      case 0 -> unavailable();
      case 1 -> call.get().thenCompose(done -> unavailable());
      case 2 -> late(call.get(), LATEST_MILLIS);
      case 3 -> carriedOutLate(call);
      default -> call.get();
    };
  }

  private static <T> CompletionStage<T> unavailable() {
    return CompletableFuture.failedFuture(
        new DriverException(Reason.UNAVAILABLE, "the driver is away"));
  }

  private <T> CompletionStage<T> late(CompletionStage<T> answer, int most) {
    CompletableFuture<T> late = new CompletableFuture<>();
    Duration delay = Duration.ofMillis(random.nextInt(most));
    answer.whenComplete(
        (value, failure) -> time.schedule(delay, () -> complete(late, value, failure)));
    return late;
  }

  private <T> CompletionStage<T> carriedOutLate(Supplier<CompletionStage<T>> call) {
    CompletableFuture<T> late = new CompletableFuture<>();
    time.schedule(
        Duration.ofMillis(random.nextInt(LATEST_MILLIS)),
        () -> call.get().whenComplete((value, failure) -> complete(late, value, failure)));
    return late;
  }

  private static <T> void complete(CompletableFuture<T> future, T value, Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }
}
