package dev.berth.testkit;

import dev.berth.Engine;
import dev.berth.Service;
import dev.berth.engine.LocalEngineBuilder;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.Journal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An engine by the wall clock, and waits that end. */
final class RealThreads {
  private static final long PATIENCE_SECONDS = 10;

  final ImmediateDriver driver = new ImmediateDriver();
  final Engine engine;

  RealThreads(Journal journal) {
    engine = new LocalEngineBuilder().journal(journal).driver(driver).start();
  }

  /** A steady service of that many tasks. */
  Service service(int count) {
    engine.createCluster("test").addNode(NodeSpec.of("n1", Resources.of(8 * 1024, 8 * 1024)));
    TaskDefinition definition =
        engine.register(
            TaskDefinition.builder("web")
                .container("app", app -> app.command("serve").memoryMiB(64))
                .build());
    Service service =
        engine
            .cluster("test")
            .createService(
                ServiceSpec.of("web", definition)
                    .desiredCount(count)
                    .healthyAfter(Duration.ofMillis(1))
                    .build());
    service.awaitSteady(Duration.ofSeconds(PATIENCE_SECONDS));
    return service;
  }

  /** Runs {@code call} on another thread. */
  static CompletableFuture<Void> elsewhere(Runnable call) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        call.run();
        done.complete(null);
      } catch (RuntimeException failure) {
        done.completeExceptionally(failure);
      }
    });
    return done;
  }

  /** What {@code future} comes to, soon. */
  static <T> T soon(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
