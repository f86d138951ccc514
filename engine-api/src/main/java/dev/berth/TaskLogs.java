package dev.berth;

import dev.berth.spi.LogLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The output of one container, kept in bounded files. */
public interface TaskLogs {
  /**
   * The last lines, oldest first.
   *
   * @param lines 1 to 10,000
   */
  List<LogLine> tail(int lines);

  /** A reader that begins with the oldest line kept and goes on with what is written meanwhile. */
  Follower follow();

  /** Reads line after line; for one thread at a time. */
  interface Follower {
    /**
     * The next line; empty if none was written within {@code timeout}.
     *
     * @throws NotFoundException if the task is gone
     */
    Optional<LogLine> next(Duration timeout);
  }
}
