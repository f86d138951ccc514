package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import dev.berth.spi.JournalSnapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the journal, and is killed while it appends. */
class SqliteJournalCrashTest {
  @TempDir Path directory;
  @TempDir Path temporary;

  /** Appends for ever, in batches of one to seven, and prints each sequence once it is durable. */
  static final class Appender {
    private Appender() {}

    public static void main(String[] arguments) {
      SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]));
      JournalLease lease = journal.open();
      long last = lease.lastSequence();
      System.out.println(last);
      while (true) {
        long end = last + 1 + last % 7;
        journal.append(lease.epoch(), JournalFixture.entries(lease.epoch(), last + 1, end));
        last = end;
        System.out.println(last);
      }
    }
  }

  @Test
  void whatWasAcknowledgedBeforeAKillIsThere() throws Exception {
    List<JournalEntry> before = List.of();
    for (int acknowledgements : new int[] {1, 2, 40, 300}) {
      long acknowledged = appendAndKill(acknowledgements);

      List<JournalEntry> read = new ArrayList<>();
      try (SqliteJournal journal = new SqliteJournal(directory)) {
        assertThat(journal.open().lastSequence()).isGreaterThanOrEqualTo(acknowledged);
        journal.read(0, read::add);
      }
      assertThat(read).hasSizeGreaterThanOrEqualTo((int) acknowledged);
      assertThat(read.subList(0, before.size())).isEqualTo(before);
      before = read;
    }
  }

  /**
   * Appends for ever, and beside it writes snapshots and drops what they contain. Prints A and the
   * sequence of what is durable, S and that of a snapshot once it is written.
   */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] arguments) {
      SqliteJournal journal = new SqliteJournal(Path.of(arguments[0]));
      JournalLease lease = journal.open();
      AtomicLong last = new AtomicLong(lease.lastSequence());
      long begun = last.get();
      System.out.println("A " + begun);
      Thread keeping = new Thread(() -> keep(journal, lease.epoch(), begun, last));
      keeping.setDaemon(true);
      keeping.start();
      while (true) {
        long end = last.get() + 5;
        journal.append(lease.epoch(), JournalFixture.entries(lease.epoch(), last.get() + 1, end));
        last.set(end);
        System.out.println("A " + end);
      }
    }

    private static void keep(SqliteJournal journal, long epoch, long begun, AtomicLong last) {
      long newest = begun;
      while (true) {
        long sequence = last.get();
        if (sequence > newest) {
          String text = "state at " + sequence;
          journal.writeSnapshot(
              epoch, sequence, JournalSnapshotContractTest.texts(text, text.repeat(20_000)));
          System.out.println("S " + sequence);
          journal.drop(epoch, sequence, 7);
          newest = sequence;
        }
      }
    }
  }

  @Test
  void whatWasSnapshotBeforeAKillIsThereAndNoEntryAfterItIsMissing() throws Exception {
    for (int lines : new int[] {1, 3, 20, 60, 150, 151, 152, 153}) {
      Map<Character, Long> told = keepAndKill(lines);

      try (SqliteJournal journal = new SqliteJournal(directory)) {
        long last = journal.open().lastSequence();
        assertThat(last).isGreaterThanOrEqualTo(told.get('A'));
        long sequence = journal.snapshot().map(JournalSnapshot::sequence).orElse(0L);
        assertThat(sequence).isGreaterThanOrEqualTo(told.getOrDefault('S', 0L));
        List<JournalEntry> after = new ArrayList<>();
        journal.read(sequence, after::add);
        assertThat(after).hasSize((int) (last - sequence));
        journal
            .snapshot()
            .ifPresent(it ->
                assertThat(JournalSnapshotContractTest.text(it.chunks().iterator().next()))
                    .isEqualTo("state at " + sequence));
      }
    }
    try (SqliteArchive archive = new SqliteArchive(directory)) {
      assertThat(archive.dropped()).isPositive();
      assertThat(archive.reach(archive.dropped()).damage()).isEmpty();
      assertThat(archive.snapshots()).hasSize(2).allMatch(it -> it.damage().isEmpty());
    }
  }

  @Test
  void aJournalThatIsOpenInAnotherProcessIsRefusedUntilThatProcessEnds() throws Exception {
    Process process = process(Appender.class);
    try (BufferedReader output = process.inputReader();
        SqliteJournal journal = new SqliteJournal(directory)) {
      assertThat(output.readLine()).isEqualTo("0");

      assertThatThrownBy(journal::open)
          .isInstanceOf(JournalException.class)
          .hasMessage(
              "journal "
                  + directory
                  + " is open in another engine: close it first, or use another directory");
      process.destroyForcibly().waitFor();
      assertThat(journal.open().epoch()).isEqualTo(2);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKilledProcessLeavesNoUnpackedLibrary() throws Exception {
    appendAndKill(1);

    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  /** The last numbers that the process printed. */
  private Map<Character, Long> keepAndKill(int lines) throws Exception {
    Map<Character, Long> told = new HashMap<>();
    Process process = process(Keeper.class);
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i < lines; i++) {
        note(told, output.readLine());
      }
      process.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        note(told, line);
      }
      process.waitFor();
      return told;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void note(Map<Character, Long> told, @Nullable String line) {
    assertThat(line).as("the process runs").isNotNull();
    told.put(line.charAt(0), Long.parseLong(line.substring(2)));
  }

  /** The last sequence number that the process printed. */
  private long appendAndKill(int acknowledgements) throws Exception {
    Process process = process(Appender.class);
    try (BufferedReader output = process.inputReader()) {
      String last = output.readLine();
      assertThat(last).as("the process opened the journal").isNotNull();
      for (int i = 0; i < acknowledgements; i++) {
        last = output.readLine();
      }
      // SIGKILL on POSIX systems. By its handle, which leaves open the pipe: what the process had
      // printed is still in it.
      process.toHandle().destroyForcibly();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        last = line;
      }
      process.waitFor();
      return Long.parseLong(last);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process process(Class<?> main) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
