package dev.berth.driver.process;

import static dev.berth.driver.process.ProcessWorld.await;
import static dev.berth.driver.process.ProcessWorld.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.spi.DriverException;
import dev.berth.spi.LogChunk;
import dev.berth.spi.LogLine;
import dev.berth.spi.LogQuery;
import dev.berth.spi.TaskHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerLogTest {
  private static final int LIMIT = 1_024;

  private Path directory;
  private ContainerLog log;

  @BeforeEach
  void open(@TempDir Path temporary) {
    directory = temporary;
    log = new ContainerLog(new ContainerDirectory(directory), LIMIT, 2);
  }

  private void append(String stream, String text) throws IOException {
    append(stream, text.getBytes(UTF_8));
  }

  private void append(String stream, byte[] bytes) throws IOException {
    Files.write(
        directory.resolve(stream + ".log"),
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private LogChunk after(String position, int lines) throws IOException {
    return log.read(new LogQuery.After(position, lines), false);
  }

  private static List<String> texts(LogChunk chunk) {
    return chunk.lines().stream().map(LogLine::text).toList();
  }

  @Test
  void aLineWithoutEndWaitsUntilTheContainerHasEnded() throws IOException {
    append("stdout", "one\ntw");
    LogChunk first = after(LogQuery.START, 10);
    assertThat(texts(first)).containsExactly("one");
    assertThat(texts(log.read(new LogQuery.Tail(10), false))).containsExactly("one");
    append("stdout", "o\nthree");
    LogChunk second = after(first.next(), 10);
    assertThat(texts(second)).containsExactly("two");
    LogChunk end = log.read(new LogQuery.After(second.next(), 10), true);
    assertThat(texts(end)).containsExactly("three");
    assertThat(log.read(new LogQuery.After(end.next(), 10), true).lines()).isEmpty();
    assertThat(texts(log.read(new LogQuery.Tail(2), true))).containsExactly("two", "three");
  }

  @Test
  void longLinesAreCutBetweenCharacters() throws IOException {
    append("stdout", "é".repeat(40_000) + "\n");
    append("stdout", "x".repeat(65_536) + "\n");
    List<String> lines = texts(after(LogQuery.START, 10));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("é".repeat(32_768));
    assertThat(lines.get(1)).isEqualTo("é".repeat(40_000 - 32_768));
    assertThat(lines.get(2)).hasSize(65_536);
  }

  @Test
  void aLineTooLongIsGivenBeforeItEnds() throws IOException {
    append("stdout", "x" + "é".repeat(40_000));
    LogChunk chunk = after(LogQuery.START, 10);
    assertThat(texts(chunk)).containsExactly("x" + "é".repeat(32_767));
    append("stdout", "\n");
    assertThat(texts(after(chunk.next(), 10))).containsExactly("é".repeat(40_000 - 32_767));
  }

  @Test
  void whatIsNotUtf8IsReplaced() throws IOException {
    append("stdout", new byte[] {'a', (byte) 0xff, 'b', '\n'});
    assertThat(texts(after(LogQuery.START, 10))).containsExactly("a\ufffdb");
  }

  @Test
  void neitherStreamCrowdsOutTheOther() throws IOException {
    for (int i = 1; i <= 10; i++) {
      append("stdout", "out " + i + "\n");
    }
    append("stderr", "err 1\nerr 2\nerr 3\n");
    assertThat(texts(log.read(new LogQuery.Tail(4), false)))
        .containsExactly("out 9", "out 10", "err 2", "err 3");
    LogChunk chunk = after(LogQuery.START, 4);
    assertThat(texts(chunk)).containsExactly("out 1", "out 2", "err 1", "err 2");
    assertThat(texts(after(chunk.next(), 4))).containsExactly("out 3", "out 4", "out 5", "err 3");
    assertThat(log.read(new LogQuery.Tail(1), false).lines().getFirst().stream())
        .isEqualTo(LogLine.Stream.STDOUT);
  }

  @Test
  void aReaderSeesEveryLineOnceThoughFilesAreRotated() throws IOException {
    List<String> read = new ArrayList<>();
    String position = LogQuery.START;
    for (int i = 0; i < 600; i++) {
      append("stdout", "line " + i + "\n");
      log.rotate();
      if (i % 100 == 99) {
        LogChunk chunk = after(position, 10_000);
        read.addAll(texts(chunk));
        position = chunk.next();
      }
    }
    assertThat(read).hasSize(600).doesNotHaveDuplicates();
    assertThat(texts(log.read(new LogQuery.Tail(3), false)))
        .containsExactly("line 597", "line 598", "line 599");
    assertThat(texts(log.read(new LogQuery.Tail(200), false))).hasSize(200);
  }

  @Test
  void aReaderThatCameTooLateHasAGapAndNoDoubles() throws IOException {
    append("stdout", "first\n");
    String position = after(LogQuery.START, 10).next();
    for (int i = 0; i < 2_000; i++) {
      append("stdout", "line " + i + "\n");
      log.rotate();
    }
    List<String> rest = texts(after(position, 10_000));
    assertThat(rest).doesNotContain("first", "line 0").endsWith("line 1999");
    assertThat(rest).doesNotHaveDuplicates();
  }

  @Test
  void filesStayBounded() throws IOException {
    for (int i = 0; i < 50; i++) {
      append("stdout", ("x".repeat(99) + "\n").repeat(100));
      log.rotate();
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> kept = files.toList();
      assertThat(kept).hasSize(3);
      for (Path file : kept) {
        assertThat(Files.size(file)).isLessThanOrEqualTo(2L * LIMIT);
      }
    }
    // The oldest kept file was cut at its beginning, in the middle of a line.
    assertThat(texts(after(LogQuery.START, 10_000))).allMatch("x".repeat(99)::equals);
  }

  @Test
  void aStrangePositionIsRefused() {
    Assertions.assertThatExceptionOfType(DriverException.class)
        .isThrownBy(() -> after("nonsense", 1))
        .withMessage("'nonsense' is no position this driver gave");
  }

  @Test
  void aRunningWorkloadIsRotated(@TempDir Path home) throws IOException {
    try (ProcessWorld world =
        new ProcessWorld(home, ProcessDriver.builder().logFileLimit(10_000).logFiles(1))) {
      TaskHandle task =
          world.run(
              1,
              Workloads.shell(
                  "app",
                  "i=0; while :; do i=$((i+1)); echo line $i; [ $((i%50)) = 0 ] && sleep 0.01;"
                      + " done"));
      Path container = world.container(task).path();
      await(() -> rotatedFiles(container).stream().anyMatch(name -> !name.contains(".0.")));
      get(world.driver.stop(task, "app", Duration.ZERO));
      world.awaitExit(task);
      // While it runs, a rotation in progress holds one file more until the oldest is gone.
      assertThat(rotatedFiles(container)).hasSize(1);
      assertThat(world.lines(task)).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  private static List<String> rotatedFiles(Path container) {
    try (Stream<Path> files = Files.list(container)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("stdout\\.log\\.\\d+\\.\\d+"))
          .toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
