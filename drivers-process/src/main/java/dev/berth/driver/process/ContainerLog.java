package dev.berth.driver.process;

import dev.berth.spi.DriverException;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The output of one container. The two streams are files of their own without times, so a piece has
 * the lines of standard output first, then those of standard error; neither crowds out the other.
 */
final class ContainerLog {
  private final LogStream out;
  private final LogStream err;

  ContainerLog(ContainerDirectory directory, long fileLimit, int oldFiles) {
    out = new LogStream(directory.path().resolve("stdout.log"), fileLimit, oldFiles);
    err = new LogStream(directory.path().resolve("stderr.log"), fileLimit, oldFiles);
  }

  void rotate() throws IOException {
    out.rotate();
    err.rotate();
  }

  /**
   * Reads a piece.
   *
   * @param ended whether nothing more will be written, so that a line without end is one
   */
  LogChunk read(LogQuery query, boolean ended) throws IOException {
    return switch (query) {
      case LogQuery.Tail tail -> tail(tail.lines(), ended);
      case LogQuery.After after -> after(after, ended);
    };
  }

  private LogChunk tail(int lines, boolean ended) throws IOException {
    LogStream.Piece output = out.tail(lines, ended);
    LogStream.Piece errors = err.tail(lines, ended);
    int ofErrors =
        Math.min(errors.lines().size(), Math.max(lines / 2, lines - output.lines().size()));
    int ofOutput = Math.min(output.lines().size(), lines - ofErrors);
    return chunk(
        output.lines().subList(output.lines().size() - ofOutput, output.lines().size()),
        errors.lines().subList(errors.lines().size() - ofErrors, errors.lines().size()),
        output.next(),
        errors.next());
  }

  private LogChunk after(LogQuery.After query, boolean ended) throws IOException {
    LogPosition fromOut = LogPosition.START;
    LogPosition fromErr = LogPosition.START;
    if (!query.position().equals(LogQuery.START)) {
      String[] parts = query.position().split("/", -1);
      try {
        fromOut = LogPosition.parse(parts[0]);
        fromErr = LogPosition.parse(parts[1]);
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
        throw new DriverException(
            DriverException.Reason.FAILED,
            "'%s' is no position this driver gave".formatted(query.position()),
            malformed);
      }
    }
    int lines = query.lines();
    LogStream.Piece errors = err.after(fromErr, lines / 2, ended);
    LogStream.Piece output = out.after(fromOut, lines - errors.lines().size(), ended);
    int left = lines - output.lines().size();
    if (left > errors.lines().size()) {
      errors = err.after(fromErr, left, ended);
    }
    return chunk(output.lines(), errors.lines(), output.next(), errors.next());
  }

  private static LogChunk chunk(
      List<String> output, List<String> errors, LogPosition nextOut, LogPosition nextErr) {
    List<LogLine> lines = new ArrayList<>();
    output.forEach(text -> lines.add(new LogLine(LogLine.Stream.STDOUT, text)));
    errors.forEach(text -> lines.add(new LogLine(LogLine.Stream.STDERR, text)));
    return new LogChunk(lines, nextOut + "/" + nextErr);
  }
}
