package dev.berth.engine.journal;

import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures a journal in PostgreSQL on a server of its own with the settings that initdb gives:
 * appends of several sizes, reading, what a snapshot does to appends beside it, and the time until
 * a standby leads. Not a test, for it asserts nothing.
 */
final class PostgresJournalFigures {
  private static final Duration EACH = Duration.ofSeconds(10);

  private final PostgresServer server;

  private PostgresJournalFigures(PostgresServer server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    try (PostgresServer server = PostgresServer.start(PostgresServer.programs().orElseThrow())) {
      PostgresJournalFigures figures = new PostgresJournalFigures(server);
      figures.appends();
      figures.besideASnapshot();
      for (int lease : new int[] {2, 5, 10}) {
        figures.takeover(lease);
      }
    }
    Path directory = Files.createTempDirectory("berth-figures");
    for (int size : new int[] {1, 100, 1_000}) {
      try (Journal journal = Journals.directory(directory.resolve("size-" + size))) {
        append("SQLite", journal, size);
      }
    }
  }

  private void appends() {
    for (int size : new int[] {1, 100, 1_000}) {
      try (Journal journal = journal()) {
        long last = append("PostgreSQL", journal, size);
        long begin = System.nanoTime();
        journal.read(0, entry -> {});
        print("PostgreSQL, %,d entries read: %,.0f a second", last, last / seconds(begin));
      }
    }
  }

  private static long append(String name, Journal journal, int size) {
    long epoch = journal.open().epoch();
    long last = 0;
    List<Long> times = new ArrayList<>();
    // The first tenth is for the compilers.
    long begin = System.nanoTime();
    long measured = begin + EACH.toNanos() / 10;
    long entries = 0;
    while (System.nanoTime() - begin < EACH.toNanos()) {
      List<JournalEntry> batch = JournalFixture.entries(epoch, last + 1, last + size);
      long before = System.nanoTime();
      journal.append(epoch, batch);
      last += size;
      if (before > measured) {
        times.add(System.nanoTime() - before);
        entries += size;
      }
    }
    long spent = times.stream().mapToLong(Long::longValue).sum();
    print(
        "%s, %,d entries an append: %,.0f appends and %,.0f entries a second, %s",
        name, size, times.size() / (spent / 1e9), entries / (spent / 1e9), quantiles(times));
    return last;
  }

  private void besideASnapshot() throws Exception {
    try (Journal journal = journal()) {
      long epoch = journal.open().epoch();
      journal.append(epoch, JournalFixture.entries(epoch, 1, 1));
      AtomicLong chunks = new AtomicLong();
      byte[] chunk = new byte[Journal.MAXIMUM_CHUNK_BYTES];
      new java.util.Random(1).nextBytes(chunk);
      List<byte[]> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(chunk);
      }
      long begin = System.nanoTime();
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                journal.writeSnapshot(epoch, 1, all.iterator());
                chunks.set(System.nanoTime());
              });
      List<Long> times = new ArrayList<>();
      long last = 1;
      while (writer.isAlive()) {
        List<JournalEntry> batch = JournalFixture.entries(epoch, last + 1, last + 10);
        long before = System.nanoTime();
        journal.append(epoch, batch);
        times.add(System.nanoTime() - before);
        last += 10;
      }
      print(
          "PostgreSQL, 256 MiB of a snapshot that do not deflate in %.1f s; appends of 10 beside it: %s",
          (chunks.get() - begin) / 1e9, quantiles(times));
    }
  }

  private void takeover(int lease) throws Exception {
    List<Long> times = new ArrayList<>();
    String schema = server.newSchema();
    Path calls = Files.createTempFile("berth-calls", null);
    Process leader = process(schema, lease, "p0", calls);
    await(leader, "leads");
    for (int round = 1; round <= 6; round++) {
      Process standby = process(schema, lease, "p" + round, calls);
      server.awaitTrue(
          "SELECT count(*) > 0 FROM pg_stat_activity WHERE application_name = 'p%d'"
              .formatted(round));
      long killed = System.nanoTime();
      leader.toHandle().destroyForcibly();
      await(standby, "leads");
      times.add(System.nanoTime() - killed);
      leader = standby;
    }
    leader.destroyForcibly().waitFor();
    Files.delete(calls);
    print(
        "PostgreSQL, lease of %d s, from kill -9 until the standby's engine has started: %s",
        lease, quantiles(times));
  }

  private Process process(String schema, int lease, String name, Path calls) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "-cp",
            System.getProperty("java.class.path"),
            StandbyProcess.class.getName(),
            server.url(),
            schema,
            Integer.toString(lease),
            name,
            calls.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void await(Process process, String said) throws IOException {
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (!said.equals(line)) {
      if (line == null) {
        throw new IOException("the process ended before it said " + said);
      }
      line = output.readLine();
    }
  }

  private Journal journal() {
    return Journals.postgres(
        server.dataSource(), PostgresOptions.defaults().schema(server.newSchema()));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static String quantiles(List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "p50 %.2f ms, p99 %.2f ms, longest %.2f ms of %d",
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        Arrays.stream(sorted).max().orElse(0) / 1e6,
        sorted.length);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
