package dev.berth.driver.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads the output of containers. The daemon stamps each line with a time, in order within each of
 * the two streams, so a position is the time of the last line read of each. The daemon takes whole
 * seconds only: a piece is read from the second before its position, and what is known is skipped.
 */
final class ContainerLogs {
  private static final int LONGEST_LINE = 65_536;

  private final Daemon daemon;
  private final Duration patience;

  ContainerLogs(Daemon daemon, Duration patience) {
    this.daemon = daemon;
    this.patience = patience;
  }

  LogChunk read(Seen container, LogQuery query) throws InterruptedException {
    LogContainerCmd command =
        daemon
            .connection()
            .streams()
            .logContainerCmd(container.id())
            .withStdOut(true)
            .withStdErr(true)
            .withTimestamps(true);
    boolean ended = container.phase() == Seen.Phase.ENDED;
    return switch (query) {
      case LogQuery.Tail tail ->
          collect(command.withTail(tail.lines()), new Lines(Position.START, tail.lines(), ended));
      case LogQuery.After after -> {
        Position from = Position.parse(after.position());
        yield collect(
            command.withSince(from.secondBefore()), new Lines(from, after.lines(), ended));
      }
    };
  }

  private LogChunk collect(LogContainerCmd command, Lines lines) throws InterruptedException {
    try (lines) {
      if (!command.exec(lines).awaitCompletion(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DriverException(
            DriverException.Reason.TIMED_OUT, "the daemon gave no output within " + patience);
      }
      return lines.chunk();
    } catch (IOException closing) {
      return lines.chunk();
    }
  }

  /**
   * How far was read: nanoseconds since 1970 of the last line of each stream.
   *
   * @param out of standard output
   * @param err of standard error
   */
  record Position(long out, long err) {
    static final Position START = new Position(0, 0);

    static Position parse(String text) {
      if (text.equals(LogQuery.START)) {
        return START;
      }
      String[] parts = text.split("-", -1);
      try {
        return new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException strange) {
        throw new DriverException(
            DriverException.Reason.FAILED,
            "'%s' is not a position of this driver's: use what LogChunk.next gave".formatted(text),
            strange);
      }
    }

    String text() {
      return equals(START) ? LogQuery.START : out + "-" + err;
    }

    int secondBefore() {
      return (int) Math.max(0, Math.max(out, err) / 1_000_000_000 - 1);
    }

    boolean covers(LogLine.Stream stream, long nanos) {
      return switch (stream) {
        case STDOUT -> nanos <= out;
        case STDERR -> nanos <= err;
      };
    }

    Position with(LogLine.Stream stream, long nanos) {
      return switch (stream) {
        case STDOUT -> new Position(nanos, err);
        case STDERR -> new Position(out, nanos);
      };
    }
  }

  /** A line whose end has not come. */
  private static final class OpenLine {
    private final StringBuilder text = new StringBuilder();
    private long nanos;
  }

  /** Puts lines together from what the daemon sends: a line longer than 16 KiB in several parts. */
  private static final class Lines extends ResultCallback.Adapter<Frame> {
    private final int limit;
    private final boolean ended;
    private final List<LogLine> lines = new ArrayList<>();
    private final Map<LogLine.Stream, OpenLine> open = new EnumMap<>(LogLine.Stream.class);
    private Position position;

    Lines(Position position, int limit, boolean ended) {
      this.position = position;
      this.limit = limit;
      this.ended = ended;
    }

    @Override
    public synchronized void onNext(Frame frame) {
      if (lines.size() >= limit) {
        finish();
        return;
      }
      String text = new String(frame.getPayload(), StandardCharsets.UTF_8);
      int space = text.indexOf(' ');
      LogLine.Stream stream =
          frame.getStreamType() == StreamType.STDERR
              ? LogLine.Stream.STDERR
              : LogLine.Stream.STDOUT;
      Instant time = Instant.parse(text.substring(0, space));
      long nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
      if (position.covers(stream, nanos)) {
        return;
      }
      OpenLine line = open.computeIfAbsent(stream, begun -> new OpenLine());
      line.nanos = nanos;
      line.text.append(text, space + 1, text.length());
      if (text.endsWith("\n")) {
        line.text.setLength(line.text.length() - 1);
        take(stream, line);
      }
    }

    private void take(LogLine.Stream stream, OpenLine open) {
      StringBuilder line = open.text;
      int from = 0;
      do {
        int to = Math.min(line.length(), from + LONGEST_LINE);
        lines.add(new LogLine(stream, line.substring(from, to)));
        from = to;
      } while (from < line.length());
      position = position.with(stream, open.nanos);
      line.setLength(0);
    }

    private void finish() {
      try {
        close();
      } catch (IOException alreadyClosed) {
        // What is wanted.
      }
    }

    /** What was read. The last line of a container that ended may lack its end. */
    synchronized LogChunk chunk() {
      if (ended) {
        open.forEach((stream, line) -> {
          if (!line.text.isEmpty()) {
            take(stream, line);
          }
        });
      }
      return new LogChunk(lines, position.text());
    }
  }
}
