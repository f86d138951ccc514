package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two engines in processes of their own: one leads, is killed or frozen, and the other leads. */
@Timeout(180)
@ExtendWith(PostgresExtension.class)
class PostgresTakeoverTest {
  private static final int LEASE_SECONDS = 5;

  private final PostgresServer server;
  private final String schema;
  private final List<Process> processes = new ArrayList<>();
  @TempDir Path directory;

  PostgresTakeoverTest(PostgresServer server) {
    this.server = server;
    this.schema = server.newSchema();
  }

  @AfterEach
  void endAll() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStandbyLeadsWithinTwoLeasesAfterTheLeaderWasKilled() throws Exception {
    Engine first = new Engine("first");
    first.await("called create");
    Engine second = new Engine("second");
    server.awaitTrue("SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'second'");

    String killed = server.query("SELECT clock_timestamp()");
    first.process.toHandle().destroyForcibly();
    second.await("leads");
    second.await("called create");

    assertThat(
            server.query(
                "SELECT min(second) - extract(epoch FROM '%s'::timestamptz) <= %d FROM %s.berth_event WHERE epoch = 2"
                    .formatted(killed, 2 * LEASE_SECONDS, schema)))
        .isEqualTo("t");
  }

  @Test
  void aLeaderThatWasFrozenBeyondItsLeaseEndsItselfWithoutACallOfADriver() throws Exception {
    Engine first = new Engine("first");
    // The call is made again after 0.5, 1 and 2 s, so now the next one is not due for a while.
    for (int calls = 0; calls < 3; calls++) {
      first.await("called create");
    }
    first.signal("STOP");
    Engine second = new Engine("second");
    second.await("leads");
    second.await("called create");
    List<String> before = calls();

    first.signal("CONT");
    String ended = first.await("ended: ");
    first.await("closed");

    assertThat(ended).startsWith("ended: the engine stopped itself: ").endsWith("stop this one");
    assertThat(before).filteredOn("first create"::equals).hasSize(3);
    assertThat(calls()).filteredOn(call -> call.startsWith("first")).hasSize(3);
    second.await("called create");
    assertThat(second.process.isAlive()).isTrue();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(directory.resolve("calls"));
  }

  /** An engine in a process of its own. */
  private final class Engine {
    private final Process process;
    private final BufferedReader output;

    Engine(String name) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                  "-cp",
                  System.getProperty("java.class.path"),
                  StandbyProcess.class.getName(),
                  server.url(),
                  schema,
                  Integer.toString(LEASE_SECONDS),
                  name,
                  directory.resolve("calls").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      processes.add(process);
      output = process.inputReader();
    }

    /** Waits for the next line of its output that begins so, and gives it. */
    String await(String beginning) throws IOException {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(beginning)) {
          return line;
        }
      }
      throw new AssertionError("the process ended before it said '%s'".formatted(beginning));
    }

    void signal(String name) throws Exception {
      int exit =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      assertThat(exit).isZero();
    }
  }
}
