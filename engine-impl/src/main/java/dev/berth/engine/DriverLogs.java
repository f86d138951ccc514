package dev.berth.engine;

import dev.berth.InvalidSpecException;
import dev.berth.TaskLogs;
import dev.berth.spi.Driver;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** A container's output as users hold it; reads it from the driver, chunk by chunk. */
final class DriverLogs implements TaskLogs {
  private static final Duration READ_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int CHUNK = 1_000;
  private static final int MOST_LINES = 10_000;

  private final EngineParts parts;
  private final Driver driver;
  private final TaskHandle handle;
  private final String container;

  DriverLogs(EngineParts parts, Driver driver, TaskHandle handle, String container) {
    this.parts = parts;
    this.driver = driver;
    this.handle = handle;
    this.container = container;
  }

  @Override
  public List<LogLine> tail(int lines) {
    if (lines < 1 || lines > MOST_LINES) {
      throw new InvalidSpecException(
          "lines (%d) must be between 1 and %d".formatted(lines, MOST_LINES));
    }
    return read(new LogQuery.Tail(lines)).lines();
  }

  private LogChunk read(LogQuery query) {
    return parts
        .line()
        .answer(
            driver.logs(handle, container, query).toCompletableFuture(),
            READ_LIMIT,
            () -> "driver '%s' did not hand out the output".formatted(driver.name()));
  }

  @Override
  public Follower follow() {
    return new Reader();
  }

  private final class Reader implements Follower {
    private final Queue<LogLine> lines = new ArrayDeque<>();
    private String position = LogQuery.START;

    @Override
    public Optional<LogLine> next(Duration timeout) {
      Instant end = parts.host().now().plus(timeout);
      while (lines.isEmpty()) {
        LogChunk chunk = read(new LogQuery.After(position, CHUNK));
        position = chunk.next();
        lines.addAll(chunk.lines());
        if (lines.isEmpty()) {
          Duration left = Duration.between(parts.host().now(), end);
          if (left.isNegative() || left.isZero()) {
            return Optional.empty();
          }
          pause(left.compareTo(POLL) < 0 ? left : POLL);
        }
      }
      return Optional.of(lines.remove());
    }

    private void pause(Duration time) {
      try {
        parts.host().await(new CompletableFuture<Void>(), time);
      } catch (TimeoutException over) {
        // That it is over is what was waited for.
        return;
      }
    }
  }
}
