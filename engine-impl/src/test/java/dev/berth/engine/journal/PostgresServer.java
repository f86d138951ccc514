package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of the tests' own, in a temporary directory and on a port of its own. It runs
 * below a shell that waits for the end of its input: so the server ends, and its directory goes,
 * even if the JVM of the tests is killed.
 */
final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path directory;
  private final Process shell;
  private final int port;
  private final AtomicInteger schemas = new AtomicInteger();

  private PostgresServer(Path programs, Path directory, Process shell, int port) {
    this.programs = programs;
    this.directory = directory;
    this.shell = shell;
    this.port = port;
  }

  /** Where initdb and pg_ctl of the newest installed PostgreSQL are. */
  static Optional<Path> programs() {
    if (!Files.isDirectory(VERSIONS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
          .max(
              Comparator.comparingInt(
                  version -> Integer.parseInt(version.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PostgresServer start(Path programs) throws Exception {
    Path directory = Files.createTempDirectory("berth-postgres");
    if (root()) {
      Files.setOwner(
          directory,
          directory
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName("postgres"));
    }
    for (int attempts = 1; ; attempts++) {
      int port = freePort();
      Process shell =
          process(
              directory,
              List.of(
                  "sh",
                  "-c",
                  """
                  test -d data || "$0"/initdb --pgdata=data --username=berth --auth=trust \
                    --encoding=UTF8 --locale=C --no-sync >log
                  "$0"/pg_ctl --pgdata=data --log=log -w -t 120 --silent start -o "-p $1 -h 127.0.0.1 -k ''" || exit
                  echo started
                  cat >/dev/null
                  "$0"/pg_ctl --pgdata=data --mode=immediate -w --silent stop
                  rm -rf data log && rmdir "$PWD"\
                  """,
                  programs.toString(),
                  Integer.toString(port)));
      BufferedReader output = shell.inputReader();
      String answer = output.readLine();
      if ("started".equals(answer)) {
        return new PostgresServer(programs, directory, shell, port);
      }
      // Somebody may have been quicker with the port.
      assertThat(attempts).as("%s: %s", answer, log(directory)).isLessThan(5);
    }
  }

  /** The database, not pooled. */
  PGSimpleDataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url());
    return dataSource;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=berth";
  }

  /** The name of a schema that nobody has used yet. */
  String newSchema() {
    return "test_" + schemas.incrementAndGet();
  }

  /** Ends the server as a power cut does, and starts it again. */
  void restart() throws Exception {
    run(
        directory,
        List.of(
            programs.resolve("pg_ctl").toString(),
            "--pgdata=data",
            "--log=log",
            "--mode=immediate",
            "-w",
            "--silent",
            "restart"));
  }

  /** Runs statements of an administrator. */
  void execute(String... statements) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row. */
  String query(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).as(sql).isTrue();
      return rows.getString(1);
    }
  }

  /** Waits until somebody waits for what {@code process} has locked. */
  void awaitBlockedBy(int process) throws SQLException {
    awaitTrue(
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE %d = ANY (pg_blocking_pids(pid))"
            .formatted(process));
  }

  /** Asks until the answer is yes. */
  void awaitTrue(String sql) throws SQLException {
    Instant patience = Instant.now().plus(PATIENCE);
    while (!query(sql).equals("t")) {
      assertThat(Instant.now()).as(sql).isBefore(patience);
    }
  }

  @Override
  public void close() throws IOException {
    shell.outputWriter().close();
    shell.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(directory).doesNotExist();
  }

  private static void run(Path directory, List<String> command) throws Exception {
    Process process = process(directory, command);
    process.outputWriter().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s%s", command, output, log(directory)).isZero();
  }

  private static String log(Path directory) throws IOException {
    Path log = directory.resolve("log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /**
   * Not as root, which PostgreSQL refuses; and in a session of its own, so that what ends the tests
   * by a signal to all of their group does not end the shell before the server.
   */
  private static Process process(Path directory, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>(List.of("setsid"));
    if (root()) {
      whole.addAll(
          List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
    }
    whole.addAll(command);
    return new ProcessBuilder(whole)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .start();
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
