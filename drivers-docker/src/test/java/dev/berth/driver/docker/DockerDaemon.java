package dev.berth.driver.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Docker daemon of the tests' own, with its own directory, socket, bridge and addresses. It can
 * be killed, frozen and started again; {@link #close} looks that nothing of a driver is left on it,
 * and removes it without a trace.
 */
final class DockerDaemon implements AutoCloseable {
  /** The image that every daemon has: busybox, and nothing else. */
  static final String BUSYBOX = "busybox:local";

  private static final Path PROGRAM = Path.of("/usr/sbin/dockerd");
  private static final Path SHELL = Path.of("/bin/busybox");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final List<String> options;
  private final int number;
  private Process process;

  private DockerDaemon(Path directory, int number, List<String> options) throws IOException {
    this.directory = directory;
    this.number = number;
    this.options = options;
    process = launch();
  }

  /** What is missing to run one; empty if nothing is. */
  static Optional<String> missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("the tests of the Docker driver start daemons, which only root may");
    }
    return Stream.of(PROGRAM, SHELL, Path.of("/usr/sbin/iptables"), Path.of("/usr/bin/openssl"))
        .filter(program -> !Files.isExecutable(program))
        .findFirst()
        .map(program ->
            program
                + " is not installed (Debian: apt-get install docker.io busybox-static openssl iptables)");
  }

  /**
   * Starts one and gives it its image.
   *
   * @param number sets its addresses apart from those of others, 0 to 99
   */
  static DockerDaemon start(int number) {
    return start(number, Optional.empty(), List.of());
  }

  /** One whose images and containers have no more room than {@code mebibytes}. */
  static DockerDaemon small(int number, int mebibytes) {
    return start(number, Optional.of(mebibytes), List.of());
  }

  /** One that also listens at a port of the loopback, for those who show a certificate. */
  static DockerDaemon secured(int number, int port, Certificates certificates) {
    Path directory = certificates.directory();
    return start(
        number,
        Optional.empty(),
        List.of(
            "--host=tcp://127.0.0.1:" + port,
            "--tlsverify",
            "--tlscacert=" + directory.resolve("ca.pem"),
            "--tlscert=" + directory.resolve("server-cert.pem"),
            "--tlskey=" + directory.resolve("server-key.pem")));
  }

  private static DockerDaemon start(int number, Optional<Integer> mebibytes, List<String> options) {
    try {
      Path directory = Files.createTempDirectory("berth-docker");
      if (mebibytes.isPresent()) {
        Path disk = directory.resolve("disk");
        Path root = Files.createDirectories(directory.resolve("root"));
        run("truncate", "-s", mebibytes.get() + "M", disk.toString());
        run("mkfs.ext4", "-q", "-F", disk.toString());
        run("mount", "-o", "loop", disk.toString(), root.toString());
      }
      run("ip", "link", "add", bridge(number), "type", "bridge");
      run("ip", "addr", "add", "10.211.%d.1/24".formatted(number), "dev", bridge(number));
      run("ip", "link", "set", bridge(number), "up");
      DockerDaemon daemon = new DockerDaemon(directory, number, options);
      daemon.awaitAnswer();
      daemon.importBusybox();
      return daemon;
    } catch (IOException failure) {
      throw new IllegalStateException("a Docker daemon could not be started", failure);
    }
  }

  private static String bridge(int number) {
    return "berthtest" + number;
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(options);
    command.addFirst(PROGRAM.toString());
    command.addAll(
        List.of(
            "--data-root=" + directory.resolve("root"),
            "--exec-root=" + directory.resolve("exec"),
            "--pidfile=" + directory.resolve("pid"),
            "--host=" + host(),
            // What fails to be fetched is told at once, not after 50 s.
            "--max-download-attempts=1",
            "--bridge=" + bridge(number),
            "--default-address-pool=base=10.212.%d.0/24,size=26".formatted(number),
            "--default-address-pool=base=10.213.%d.0/24,size=26".formatted(number)));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return directory.resolve("log");
  }

  URI host() {
    return URI.create("unix://" + directory.resolve("socket"));
  }

  private void awaitAnswer() {
    await("the daemon to answer", () -> docker(List.of("version")).code() == 0);
  }

  /** Like a machine that fails: its containers go on, nobody answers. */
  void kill() {
    process.destroyForcibly();
    assertThat(ended(process)).as("dockerd ends by SIGKILL").isTrue();
    // It goes with its parent, but a moment later; a new dockerd would take it for its own.
    await("containerd to end", () -> containerd().isEmpty());
  }

  private Optional<ProcessHandle> containerd() {
    try {
      Path pid = directory.resolve("exec/containerd/containerd.pid");
      return Files.exists(pid)
          ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
          : Optional.empty();
    } catch (IOException failure) {
      throw new IllegalStateException("no process id of containerd", failure);
    }
  }

  /** Starts it again on what it left. */
  void restart() throws IOException {
    Files.deleteIfExists(directory.resolve("pid"));
    process = launch();
    awaitAnswer();
  }

  /** From now on it takes connections and answers none. */
  void freeze() {
    run("kill", "-STOP", Long.toString(process.pid()));
  }

  void thaw() {
    run("kill", "-CONT", Long.toString(process.pid()));
  }

  private void importBusybox() throws IOException {
    Path files = Files.createDirectories(directory.resolve("busybox/bin"));
    Files.copy(SHELL, files.resolve("busybox"));
    run("chroot", files.getParent().toString(), "/bin/busybox", "--install", "-s", "/bin");
    Files.createDirectories(files.resolveSibling("tmp"));
    Path archive = directory.resolve("busybox.tar");
    run("tar", "-cf", archive.toString(), "-C", files.getParent().toString(), ".");
    docker("import", archive.toString(), BUSYBOX);
  }

  /** What the Docker command line prints; it has to succeed. */
  String docker(String... arguments) {
    Outcome outcome = docker(List.of(arguments));
    assertThat(outcome.code()).as("docker %s: %s", List.of(arguments), outcome.text()).isZero();
    return outcome.text().strip();
  }

  private record Outcome(int code, String text) {}

  private Outcome docker(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "--host", host().toString()));
    command.addAll(arguments);
    try {
      Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
      client.getOutputStream().close();
      String text = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ended(client)).isTrue();
      return new Outcome(client.exitValue(), text);
    } catch (IOException failure) {
      throw new IllegalStateException("no Docker command line", failure);
    }
  }

  /** The ids of all containers that bear a label of Berth's. */
  List<String> containers() {
    return lines(
        docker("ps", "--all", "--quiet", "--no-trunc", "--filter", "label=dev.berth.engine"));
  }

  /** The process ids of the running containers of Berth's. */
  List<String> processes() {
    List<String> containers =
        lines(docker("ps", "--quiet", "--no-trunc", "--filter", "label=dev.berth.engine"));
    return containers.stream()
        .map(id -> docker("inspect", "--format", "{{.State.Pid}}", id))
        .toList();
  }

  /** Fails if a driver left something here. */
  void assertEmpty() {
    assertThat(containers()).as("containers left behind").isEmpty();
    assertThat(lines(docker("network", "ls", "--quiet", "--filter", "label=dev.berth.engine")))
        .as("networks left behind")
        .isEmpty();
    assertThat(lines(docker("volume", "ls", "--quiet", "--filter", "label=dev.berth.engine")))
        .as("volumes left behind")
        .isEmpty();
  }

  static List<String> lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).toList();
  }

  /** Waits until {@code condition} holds. */
  static void await(String what, BooleanSupplier condition) {
    Instant patience = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited %s for %s", PATIENCE, what).isBefore(patience);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** A daemon that was killed leaves its directory mounted on itself, and what containers mount. */
  private void unmount() throws IOException {
    List<String> mounts;
    try (Stream<String> lines = Files.lines(Path.of("/proc/mounts"))) {
      mounts =
          lines
              .map(line -> line.split(" ", 3)[1])
              .filter(mount -> mount.startsWith(directory + "/"))
              .toList();
    }
    for (String mount : mounts.reversed()) {
      run("umount", "--lazy", mount);
    }
  }

  private static boolean ended(Process process) {
    try {
      return process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void run(String... command) {
    String unused = output(command);
  }

  /** What a command prints; it has to succeed. */
  static String output(String... command) {
    return run(Path.of("/"), command);
  }

  /** Runs a command in a directory; it has to succeed. */
  static String run(Path where, String... command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ended(process)).isTrue();
      assertThat(process.exitValue()).as("%s: %s", String.join(" ", command), text).isZero();
      return text;
    } catch (IOException failure) {
      throw new IllegalStateException(String.join(" ", command), failure);
    }
  }

  /** Removes all of it; containers that are left are killed first. */
  @Override
  public void close() throws IOException {
    try {
      assertEmpty();
    } finally {
      docker(List.of("container", "prune", "--force"));
      for (String id : lines(docker(List.of("ps", "--quiet")).text())) {
        docker(List.of("rm", "--force", id));
      }
      process.destroy();
      ended(process);
      run("ip", "link", "delete", bridge(number));
      Firewall.forget(
          Pattern.compile("%s\\b|\\b10\\.21[123]\\.%d\\.".formatted(bridge(number), number)));
      unmount();
      run("rm", "-rf", "--one-file-system", directory.toString());
    }
  }
}
