package dev.berth.driver.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.berth.spi.DriverException;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import java.io.ByteArrayOutputStream;
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

  /**
   * The entries of one stream as they come, in pieces of any size: a time, a blank, text. An entry
   * ends with its line, or after 16 KiB of it, and then another one goes on with the line.
   */
  private static final class Entries {
    private static final int LONGEST_ENTRY = 16_384;

    private final ByteArrayOutputStream stamp = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inText;
    private int length;
    private long nanos;

    /** Takes one byte; whether a line has ended with it. */
    boolean take(byte next) {
      if (!inText) {
        if (next == ' ') {
          Instant time = Instant.parse(stamp.toString(StandardCharsets.US_ASCII));
          nanos = time.getEpochSecond() * 1_000_000_000 + time.getNano();
          stamp.reset();
          inText = true;
          length = 0;
        } else {
          stamp.write(next);
        }
        return false;
      }
      if (next == '\n') {
        inText = false;
        return true;
      }
      line.write(next);
      inText = ++length < LONGEST_ENTRY;
      return false;
    }

    String takeLine() {
      String text = line.toString(StandardCharsets.UTF_8);
      line.reset();
      return text;
    }

    boolean open() {
      return line.size() > 0;
    }
  }

  /** Puts lines together from what the daemon sends, and leaves out what was read before. */
  private static final class Lines extends ResultCallback.Adapter<Frame> {
    private final int limit;
    private final boolean ended;
    private final List<LogLine> lines = new ArrayList<>();
    private final Map<LogLine.Stream, Entries> open = new EnumMap<>(LogLine.Stream.class);
    private Position position;

    Lines(Position position, int limit, boolean ended) {
      this.position = position;
      this.limit = limit;
      this.ended = ended;
    }

    @Override
    public synchronized void onNext(Frame frame) {
      LogLine.Stream stream =
          frame.getStreamType() == StreamType.STDERR
              ? LogLine.Stream.STDERR
              : LogLine.Stream.STDOUT;
      Entries entries = open.computeIfAbsent(stream, begun -> new Entries());
      for (byte next : frame.getPayload()) {
        if (lines.size() >= limit) {
          finish();
          return;
        }
        if (entries.take(next)) {
          lineEnded(stream, entries);
        }
      }
    }

    private void lineEnded(LogLine.Stream stream, Entries entries) {
      String line = entries.takeLine();
      if (position.covers(stream, entries.nanos)) {
        return;
      }
      int from = 0;
      do {
        int to = Math.min(line.length(), from + LONGEST_LINE);
        lines.add(new LogLine(stream, line.substring(from, to)));
        from = to;
      } while (from < line.length());
      position = position.with(stream, entries.nanos);
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
        open.forEach((stream, entries) -> {
          if (entries.open()) {
            lineEnded(stream, entries);
          }
        });
      }
      return new LogChunk(lines, position.text());
    }
  }
}
