package dev.berth.examples.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.driver.process.ProcessDriver;
import dev.berth.journal.Journals;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example tells the truth of a journal, intact and damaged. */
class JournalExampleTest {
  @TempDir private Path folder;
  private Path journal;

  private record Run(int code, String out, String errors) {}

  @BeforeEach
  void makeJournal() {
    journal = folder.resolve("journal");
    try (Engine engine =
        Engine.builder()
            .journal(Journals.directory(journal))
            .driver(ProcessDriver.create())
            .start()) {
      Cluster cluster = engine.createCluster("shop");
      for (int node = 1; node <= 20; node++) {
        cluster.addNode(NodeSpec.of("node" + node, Resources.of(1024, 2048)).driver("process"));
      }
    }
  }

  @Test
  void printsEachEventInOneLine() {
    Run run = run(journal.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("NodeAdded"))).hasSize(20);
    assertThat(run.out())
        .containsPattern(
            " 3  \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}      1  NodeAdded +shop/node1, driver process,");
    assertThat(run(journal.toString(), "--after", "10").out()).doesNotContain("ClusterCreated");
  }

  @Test
  void showsTheStateAsOfAnEvent() {
    Run run = run(journal.toString(), "--at", "5");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("as of event 5", "cluster shop", "node3 ", "no services", "no tasks")
        .doesNotContain("node4");
  }

  @Test
  void saysThatAnIntactJournalIsIntact() {
    Run run = run(journal.toString(), "--verify");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("events 1 to ", "the journal is intact")
        .doesNotContain("DAMAGED");
  }

  @Test
  void namesTheDamagedEventAndCutsBeforeIt() throws IOException {
    damage("node20");
    Run verified = run(journal.toString(), "--verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out())
        .contains("events 1 to 21: 21 intact", "event 22: DAMAGED", "or cut it at 21");

    Path cut = folder.resolve("cut");
    assertThat(run(journal.toString(), "--cut", "20", cut.toString()).code()).isEqualTo(1);
    assertThat(run(journal.toString(), "--cut", "21", cut.toString()).code()).isZero();
    assertThat(run(cut.toString(), "--verify").out()).contains("the journal is intact");
  }

  @Test
  void saysHowItIsCalled() {
    for (String[] wrong :
        new String[][] {
          {},
          {"there", "--at"},
          {"there", "--at", "x"},
          {"there", "--mend"},
          {"there", "--verify", "x"}
        }) {
      Run run = run(wrong);

      assertThat(run.code()).isEqualTo(2);
      assertThat(run.errors()).contains("usage: examples/run journal DIRECTORY");
    }
  }

  @Test
  void saysThatThereIsNoJournal() {
    Run run = run(folder.resolve("nowhere").toString());

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.errors()).contains("has no journal.db");
  }

  /** Changes the last place where the file says that. */
  private void damage(String text) throws IOException {
    Path file = journal.resolve("journal.db");
    int at = new String(Files.readAllBytes(file), ISO_8859_1).lastIndexOf(text);
    assertThat(at).isPositive();
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write('N');
    }
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        new JournalExample(new PrintStream(out, true, UTF_8), new PrintStream(errors, true, UTF_8))
            .run(List.of(arguments));
    return new Run(code, out.toString(UTF_8), errors.toString(UTF_8));
  }
}
