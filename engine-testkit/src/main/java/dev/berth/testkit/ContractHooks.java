package dev.berth.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a driver's subclass of {@link DriverContractTest} supplies, and what all parts share. */
abstract class ContractHooks {
  static final Duration LONG = Duration.ofSeconds(60);
  static final Duration SHORT = Duration.ofMillis(300);

  ContractWorld world;

  /**
   * A new driver, opened. Called again with the same context after an earlier one was closed, it
   * finds what that one left.
   */
  protected abstract Driver openDriver(DriverContext context);

  /** A container that runs until it is asked to end, and then ends by itself soon. */
  protected abstract ContainerDefinition.Builder longRunning(String name);

  /** A container that ends at once with {@code code}. */
  protected abstract ContainerDefinition.Builder exitsWith(String name, int code);

  /** A container that runs until killed; prints the line {@code ready} once it ignores requests. */
  protected abstract ContainerDefinition.Builder ignoresTerm(String name);

  /** A container whose program does not exist. */
  protected abstract ContainerDefinition.Builder missingCommand(String name);

  /** A container that prints {@code lines} to standard output and ends with code 0. */
  protected abstract ContainerDefinition.Builder prints(String name, List<String> lines);

  /** A command to run beside a container that prints {@code hello} and ends with {@code code}. */
  protected abstract List<String> commandThatExits(int code);

  /** A command to run beside a container that does not end. */
  protected abstract List<String> commandThatHangs();

  /**
   * Returns once {@code condition} holds, and fails if it never does. This one looks again every
   * few milliseconds for 20 s.
   *
   * @param what for the message
   */
  protected void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited 20 s for %s", what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @BeforeEach
  final void openWorld(@TempDir Path directory) {
    world = new ContractWorld(this, directory);
  }

  @AfterEach
  final void closeWorld() {
    world.close();
  }

  final Driver driver() {
    return world.driver();
  }

  static List<String> texts(LogChunk chunk) {
    return chunk.lines().stream().map(LogLine::text).toList();
  }
}
