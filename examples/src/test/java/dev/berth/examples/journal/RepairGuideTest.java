package dev.berth.examples.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.Cluster;
import dev.berth.Engine;
import dev.berth.JournalException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.driver.process.ProcessDriver;
import dev.berth.journal.Journals;
import dev.berth.model.NodeSpec;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guides/repair-a-journal.md says, done on a journal whose tasks run. */
@EnabledOnOs(OS.LINUX)
class RepairGuideTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path GUIDE = Path.of("../docs/guides/repair-a-journal.md");
  private static final Pattern LAST_INTACT = Pattern.compile("or cut it at ([0-9,]+) ");

  @TempDir Path folder;
  private Path journal;
  private Path cut;

  @BeforeEach
  void name() {
    journal = folder.resolve("journal");
    cut = folder.resolve("cut");
  }

  @Test
  void aCutJournalTakesUpWhatItKnows() throws Exception {
    List<String> before;
    try (Engine engine = start()) {
      Cluster cluster = engine.createCluster("shop");
      cluster.addNode(NodeSpec.local());
      before = tasks(service(engine, "web", 2));
      assertThat(engine.createCluster("lost").name()).isEqualTo("lost");
      engine.detach();
    }
    damage("lost");

    cutAndSwap();

    try (Engine engine = start()) {
      assertThat(engine.clusters()).containsExactly("shop");
      Service web = engine.cluster("shop").service("web");
      web.awaitSteady(PATIENCE);
      assertThat(tasks(web)).isEqualTo(before);
    }
  }

  @Test
  void tasksThatACutJournalDoesNotKnowAreEndedByHand() throws Exception {
    try (Engine engine = start()) {
      Cluster cluster = engine.createCluster("shop");
      cluster.addNode(NodeSpec.local());
      tasks(service(engine, "web", 1));
      tasks(service(engine, "late", 1));
      engine.detach();
    }
    damage("late");
    cutAndSwap();

    assertThatThrownBy(this::start)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("does not know the running tasks [shop/late/1]");
    run("remove", Map.of("journal", journal.toString(), "task", "shop--late--1"));

    try (Engine engine = start()) {
      Cluster shop = engine.cluster("shop");
      assertThat(shop.services()).containsExactly("web");
      shop.service("web").awaitSteady(PATIENCE);
      assertThat(tasks(service(engine, "late", 1))).hasSize(1);
    }
  }

  private Engine start() {
    return Engine.builder()
        .journal(Journals.directory(journal))
        .driver(ProcessDriver.create())
        .start();
  }

  private static Service service(Engine engine, String name, int tasks) {
    TaskDefinition definition =
        engine.register(
            TaskDefinition.builder(name)
                .container("app", app -> app.command("sleep", "600").stopTimeout(Duration.ZERO))
                .build());
    Service service =
        engine
            .cluster("shop")
            .createService(
                ServiceSpec.of(name, definition)
                    .desiredCount(tasks)
                    .healthyAfter(Duration.ZERO)
                    .deregistrationDelay(Duration.ZERO)
                    .build());
    service.awaitSteady(PATIENCE);
    return service;
  }

  private static List<String> tasks(Service service) {
    return service.tasks().stream().map(Task::id).map(Object::toString).sorted().toList();
  }

  private void cutAndSwap() throws Exception {
    Matcher lastIntact = LAST_INTACT.matcher(example(1, "--verify"));
    assertThat(lastIntact.find()).isTrue();
    example(0, "--cut", lastIntact.group(1), cut.toString());
    run("swap", Map.of("journal", journal.toString(), "cut", cut.toString()));
    assertThat(example(0, "--verify")).contains("the journal is intact");
  }

  private String example(int code, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, UTF_8);
    List<String> all = new ArrayList<>(List.of(journal.toString()));
    all.addAll(List.of(arguments));
    assertThat(new JournalExample(print, print).run(all)).as(out.toString(UTF_8)).isEqualTo(code);
    return out.toString(UTF_8);
  }

  /** Runs what the guide shows under that name. */
  private static void run(String name, Map<String, String> variables) throws Exception {
    Matcher block =
        Pattern.compile("<!-- " + name + " -->\n```sh\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(GUIDE));
    assertThat(block.find()).isTrue();
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-euc", block.group(1));
    shell.environment().putAll(variables);
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Changes a byte of the first event that says that. */
  private void damage(String text) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + journal.resolve("journal.db"));
        PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE event SET payload = 'X' || substr(payload, 2)
                WHERE seq = (SELECT min(seq) FROM event WHERE instr(payload, ?) > 0)
                """)) {
      update.setString(1, text);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
