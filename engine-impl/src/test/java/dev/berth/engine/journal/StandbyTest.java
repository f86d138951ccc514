package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Engine;
import dev.berth.JournalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Keeps the example of {@code docs/guides/run-a-standby.md} compiling and true. */
class StandbyTest {
  @Test
  void theGuideShowsTheExampleAsItCompiles() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/berth/engine/journal/Standby.java"));
    String shown =
        source.substring(source.indexOf("final class Standby"), source.indexOf("// spotless:on"));

    assertThat(Files.readString(Path.of("../docs/guides/run-a-standby.md"))).contains(shown);
  }

  @Nested
  @Timeout(120)
  @ExtendWith(PostgresExtension.class)
  class OnAServer {
    @TempDir Path directory;

    @Test
    void theOtherLeadsWhenTheFirstIsInterrupted(PostgresServer server) throws Exception {
      PGSimpleDataSource dataSource = server.dataSource();
      String schema = server.newSchema();
      server.execute("CREATE SCHEMA " + schema);
      dataSource.setCurrentSchema(schema);
      BlockingQueue<Engine> leaders = new LinkedBlockingQueue<>();
      Thread first = standby(dataSource, leaders);
      String id = led(leaders);
      Thread second = standby(dataSource, leaders);
      assertThat(leaders).isEmpty();

      first.interrupt();

      assertThat(led(leaders)).isEqualTo(id);
      first.join();
      second.interrupt();
      second.join();
    }

    private String led(BlockingQueue<Engine> leaders) throws InterruptedException {
      Engine leader = leaders.poll(60, TimeUnit.SECONDS);
      assertThat(leader).isNotNull();
      return leader.id();
    }

    private Thread standby(PGSimpleDataSource dataSource, BlockingQueue<Engine> leaders) {
      Standby standby =
          new Standby(dataSource, () -> new UnreachableDriver("guide", directory.resolve("calls")));
      return Thread.ofPlatform()
          .start(() -> {
            try {
              standby.run(leaders::add);
            } catch (InterruptedException | JournalException asked) {
              Thread.currentThread().interrupt();
            }
          });
    }
  }
}
