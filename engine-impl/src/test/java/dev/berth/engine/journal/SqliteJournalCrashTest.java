package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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

  @Test
  void aJournalThatIsOpenInAnotherProcessIsRefusedUntilThatProcessEnds() throws Exception {
    Process process = appender();
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

  /** The last sequence number that the process printed. */
  private long appendAndKill(int acknowledgements) throws Exception {
    Process process = appender();
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

  private Process appender() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
