package dev.berth.driver.process;

import static dev.berth.driver.process.ProcessWorld.await;
import static dev.berth.driver.process.ProcessWorld.get;
import static dev.berth.driver.process.ProcessWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.InvalidSpecException;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.NetworkMode;
import dev.berth.model.Resources;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessDriverTest {
  /** 32 and 33, which are the C library's own and which its posix_spawn ignores. */
  private static final long IGNORED_BY_SPAWN = 0x1_8000_0000L;

  private ProcessWorld world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new ProcessWorld(directory);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aWorkloadSeesExactlyItsEnvironment() throws IOException {
    ContainerDefinition.Builder container =
        Workloads.shell("app", "tr '\\0' '\\n' < /proc/self/environ")
            .environment("GREETING", "hello ${PORT_http} ${PORT_none}")
            .port("http", 8080);
    TaskReport created = world.create(1, container, Workloads.shell("side", ":").port("s-1", 1));
    TaskHandle task = created.handle();
    get(world.driver.start(task, "app"));
    assertThat(world.awaitExit(task)).isEqualTo(ContainerExit.code(0));
    String work = world.container(task).work().toRealPath().toString();
    // PWD is the inner shell's own doing.
    assertThat(world.lines(task).stream().filter(line -> !line.matches("(PWD|_|SHLVL)=.*")))
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME=" + work,
            "GREETING=hello " + created.ports().get(0).hostPort() + " ${PORT_none}",
            "PORT_http=" + created.ports().get(0).hostPort(),
            "PORT_s_1=" + created.ports().get(1).hostPort(),
            "BERTH_ENGINE=" + world.engineId,
            "BERTH_TASK=shop--web--1",
            "BERTH_CONTAINER=app");
  }

  @Test
  void aWorkloadStartedDirectlySeesNoVariableOfTheShim() {
    TaskHandle task = world.run(1, ContainerDefinition.builder("app").command("env"));
    world.awaitExit(task);
    assertThat(world.lines(task).stream().map(line -> line.substring(0, line.indexOf('='))))
        .containsExactlyInAnyOrder("PATH", "HOME", "BERTH_ENGINE", "BERTH_TASK", "BERTH_CONTAINER");
  }

  @Test
  void aWorkloadInheritsNoDescriptorAndNoSignalIgnoredByTheDriver() throws IOException {
    TaskHandle task =
        world.run(
            1,
            Workloads.shell(
                "app",
                "ls /proc/$$/fd; readlink /proc/$$/fd/0; readlink /proc/$$/fd/1;"
                    + " readlink /proc/$$/fd/2; pwd;"
                    // By builtins: a shell blocks its signals for a moment whenever it forks.
                    + " while read -r line; do case $line in SigBlk*|SigIgn*) echo \"$line\";;"
                    + " esac; done < /proc/$$/status"));
    world.awaitExit(task);
    String directory = world.container(task).path().toString();
    assertThat(world.lines(task))
        .startsWith(
            "0",
            "1",
            "2",
            "/dev/null",
            directory + "/stdout.log",
            directory + "/stderr.log",
            directory + "/work")
        .endsWith(
            "SigBlk:\t0000000000000000",
            "SigIgn:\t%016x".formatted(ignoredHere() | IGNORED_BY_SPAWN))
        .hasSize(9);
  }

  /** What this JVM was told to ignore, as nohup does, its workloads ignore too. */
  private static long ignoredHere() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1), 16))
        .sum();
  }

  @Test
  void portsAreFilledIntoArguments() {
    TaskReport created =
        world.create(
            1,
            ContainerDefinition.builder("app").command("echo", "listen=${PORT_http}"),
            Workloads.shell("side", ":").port("http", 80));
    get(world.driver.start(created.handle(), "app"));
    assertThat(world.awaitLine(created.handle(), "listen="))
        .isEqualTo(Integer.toString(created.ports().getFirst().hostPort()));
  }

  @Test
  void stopKillsWhatMovedToOtherSessions() {
    String daemon =
        "setsid sh -c 'echo daemon=$$; (setsid sh -c \"echo grandchild=\\$\\$; trap : TERM;"
            + " while :; do sleep 600; done\" &) ; sleep 600' &";
    TaskHandle task = world.run(1, Workloads.shell("app", daemon + " echo main=$$; wait"));
    String main = world.awaitLine(task, "main=");
    String daemonPid = world.awaitLine(task, "daemon=");
    String grandchild = world.awaitLine(task, "grandchild=");
    get(world.driver.stop(task, "app", ProcessWorld.LONG));
    assertThat(List.of(main, daemonPid, grandchild)).noneMatch(ProcessWorld::alive);
    assertThat(world.processes()).isEmpty();
  }

  @Test
  void stopKillsAChildThatClearedItsEnvironment() {
    String hidden = "env -i /bin/sh -c 'echo hidden=$$; trap \"\" TERM; /bin/sleep 600; :' &";
    TaskHandle task = world.run(1, Workloads.shell("app", hidden + " wait"));
    String pid = world.awaitLine(task, "hidden=");
    get(world.driver.stop(task, "app", ProcessWorld.LONG));
    assertThat(ProcessWorld.alive(pid)).isFalse();
  }

  @Test
  void whatAnEndedWorkloadLeavesIsKilledBeforeTheExitIsReported() {
    TaskHandle task =
        world.run(
            1,
            Workloads.shell(
                "app",
                "setsid sh -c 'echo left=$$; exec sleep 600' & sleep 600 &"
                    + " until grep -q left ../stdout.log; do :; done; exit 6"));
    assertThat(world.awaitExit(task)).isEqualTo(ContainerExit.code(6));
    assertThat(ProcessWorld.alive(world.awaitLine(task, "left="))).isFalse();
    assertThat(world.processes()).isEmpty();
  }

  @Test
  void aDeathBySignalIsToldFromAnExitCode() {
    TaskHandle killed = world.run(1, Workloads.shell("app", "kill -SEGV $$"));
    TaskHandle ended = world.run(2, Workloads.shell("app", "exit 255"));
    assertThat(world.awaitExit(killed)).isEqualTo(ContainerExit.signal(11));
    assertThat(world.awaitExit(ended)).isEqualTo(ContainerExit.code(255));
  }

  @Test
  void theExitIsUnknownWhenTheShimWasKilled() {
    TaskHandle task = world.run(1, Workloads.shell("app", "exec sleep 600"));
    world.container(task).shim().orElseThrow().kill();
    ContainerExit exit = world.awaitExit(task);
    assertThat(exit.code()).isEmpty();
    assertThat(exit.signal()).isEmpty();
    assertThat(exit.reason()).contains("nobody saw it");
    assertThat(world.processes()).isEmpty();
  }

  @Test
  void whatIsStoppedWhileItStartsDoesNotRunOn() {
    List<TaskHandle> tasks = new ArrayList<>();
    for (int number = 1; number <= 20; number++) {
      tasks.add(world.create(number, Workloads.shell("app", "exec sleep 600")).handle());
    }
    List<CompletionStage<?>> calls = new ArrayList<>();
    for (TaskHandle task : tasks) {
      calls.add(world.driver.start(task, "app"));
      calls.add(world.driver.stop(task, "app", Duration.ZERO));
    }
    calls.forEach(ProcessWorld::get);
    assertThat(tasks).allMatch(task -> world.report(task) instanceof ContainerReport.Exited);
    assertThat(world.processes()).isEmpty();
  }

  @Test
  void aStartWithoutTraceIsNeverRepeated() throws IOException {
    TaskHandle task = world.create(1, Workloads.shell("app", "echo ran")).handle();
    world.container(task).markStarted();
    world.reopen();
    ContainerExit exit = world.awaitExit(task);
    assertThat(exit.reason()).contains("the engine ended while it started this");
    assertThat(get(world.driver.start(task, "app")).containers())
        .containsExactly(new ContainerReport.Exited("app", exit));
    assertThat(world.lines(task)).isEmpty();
  }

  @Test
  void aShimThatComesTooLateDoesNotRun() throws IOException, InterruptedException {
    TaskHandle task = world.create(1, Workloads.shell("app", "echo ran")).handle();
    ContainerDirectory container = world.container(task);
    container.markStarted();
    world.reopen();
    Process late =
        new ProcessBuilder(
                "/bin/sh",
                world.directory.resolve("shim.sh").toString(),
                container.path().toString(),
                world.directory.resolve("exits/late").toString(),
                "/bin/echo",
                "ran")
            .redirectErrorStream(true)
            .start();
    late.getInputStream().readAllBytes();
    assertThat(late.waitFor()).isEqualTo(1);
    assertThat(world.lines(task)).isEmpty();
  }

  @Test
  void aProcessThatIsNotTheRecordedOneGetsNoSignal() throws IOException {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    try {
      TaskHandle task = world.create(1, Workloads.shell("app", ":")).handle();
      ContainerDirectory container = world.container(task);
      String stat = Files.readString(Path.of("/proc/" + stranger.pid() + "/stat")).strip();
      long startTime = ProcessStat.parse(stat).orElseThrow().startTime();
      container.markStarted();
      Files.writeString(
          container.path().resolve("pid"),
          Procfs.bootId() + "\n" + stat.replace(" " + startTime + " ", " 17 ") + "\n");
      world.reopen();
      assertThat(world.awaitExit(task).reason()).contains("nobody saw it");
      get(world.driver.recover(task));
      get(world.driver.stop(task, "app", Duration.ZERO));
      get(world.driver.destroy(task));
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aRecordOfAnEarlierBootIsNotAProcess() throws IOException {
    ProcessStat own = Procfs.stat(ProcessHandle.current().pid()).orElseThrow();
    assertThat(ProcessIdentity.of(own).alive()).isTrue();
    assertThat(new ProcessIdentity("other", own.pid(), own.startTime()).alive()).isFalse();
    assertThat(new ProcessIdentity(Procfs.bootId(), own.pid(), 1).alive()).isFalse();
  }

  @Test
  void commandsThatCannotRunAreNamed() throws IOException {
    Path notExecutable = Files.writeString(world.directory.resolve("script"), ":");
    TaskHandle task =
        world
            .create(
                1,
                ContainerDefinition.builder("a").command("nosuch"),
                ContainerDefinition.builder("b").command(notExecutable.toString()),
                ContainerDefinition.builder("c").command("/no/such"),
                ContainerDefinition.builder("d").command("ls").workingDirectory("/no/such"))
            .handle();
    assertThat(refusal(world.driver.start(task, "a")))
        .hasMessageContaining("container 'a': command 'nosuch' does not exist on the PATH /usr/");
    assertThat(refusal(world.driver.start(task, "b"))).hasMessageContaining("is not executable");
    assertThat(refusal(world.driver.start(task, "c")).reason())
        .isEqualTo(DriverException.Reason.COMMAND_NOT_FOUND);
    assertThat(refusal(world.driver.start(task, "d")))
        .hasMessageContaining("working directory '/no/such' does not exist");
    assertThat(world.report(task)).isEqualTo(new ContainerReport.Created("a"));
  }

  @Test
  void whatIsNotOfferedIsRefused() {
    TaskDefinition.Builder plain =
        TaskDefinition.builder("test").container(Workloads.shell("app", ":").build());
    assertUnsupported(plain.networkMode(NetworkMode.BRIDGE).build(), "network mode BRIDGE");
    assertUnsupported(
        TaskDefinition.builder("test")
            .size(new TaskSize(0, 64))
            .container(Workloads.shell("app", ":").build())
            .build(),
        "memory limit");
    assertUnsupported(Workloads.shell("app", ":").image("web:1"), "image web:1");
    assertUnsupported(Workloads.shell("app", ":").memoryMiB(64), "hard memory limit (64 MiB)");
    assertUnsupported(Workloads.shell("app", ":").environment("a.b", "1"), "variable 'a.b'");
    assertUnsupported(Workloads.shell("app", ":").environment("PWD", "/"), "variable 'PWD'");
    assertThat(get(world.driver.list()).tasks()).isEmpty();
  }

  private void assertUnsupported(ContainerDefinition.Builder container, String what) {
    assertUnsupported(TaskDefinition.builder("test").container(container.build()).build(), what);
  }

  private void assertUnsupported(TaskDefinition definition, String what) {
    DriverException refusal =
        refusal(world.driver.create(Workloads.launch(world.engineId, 1, definition)));
    assertThat(refusal).hasMessageContaining(what);
    assertThat(refusal.reason()).isEqualTo(DriverException.Reason.UNSUPPORTED);
  }

  @Test
  void twoHundredStartAtOnce() {
    List<TaskHandle> tasks = new ArrayList<>();
    List<CompletionStage<TaskReport>> created = new ArrayList<>();
    for (int number = 1; number <= 200; number++) {
      created.add(
          world.driver.create(
              Workloads.launch(world.engineId, number, Workloads.shell("app", "exec sleep 600"))));
    }
    created.forEach(report -> tasks.add(get(report).handle()));
    List<CompletionStage<TaskReport>> started = new ArrayList<>();
    tasks.forEach(task -> started.add(world.driver.start(task, "app")));
    started.forEach(report ->
        assertThat(get(report).containers()).containsExactly(new ContainerReport.Running("app")));
    List<CompletionStage<ContainerExit>> stopped = new ArrayList<>();
    tasks.forEach(task -> stopped.add(world.driver.stop(task, "app", ProcessWorld.LONG)));
    stopped.forEach(exit -> assertThat(get(exit)).isEqualTo(ContainerExit.signal(15)));
    List<CompletionStage<Void>> destroyed = new ArrayList<>();
    tasks.forEach(task -> destroyed.add(world.driver.destroy(task)));
    destroyed.forEach(ProcessWorld::get);
    assertThat(get(world.driver.list()).tasks()).isEmpty();
  }

  @Test
  void execRunsWithTheContainersEnvironment() {
    TaskHandle task =
        world.run(1, Workloads.shell("app", "exec sleep 600").environment("KEY", "value"));
    ExecResult result =
        get(
            world.driver.exec(
                task,
                "app",
                List.of("sh", "-c", "echo $KEY $BERTH_CONTAINER; pwd; echo oops >&2; kill -9 $$"),
                ProcessWorld.LONG));
    assertThat(result.output())
        .isEqualTo("value app\n" + world.container(task).work() + "\noops\n");
    assertThat(result.exitCode()).isEqualTo(137);
  }

  @Test
  void execOutputIsCutAndItsTreeKilledInTime() {
    TaskHandle task = world.run(1, Workloads.shell("app", "exec sleep 600"));
    DriverException refusal =
        refusal(
            world.driver.exec(
                task,
                "app",
                List.of("sh", "-c", "sleep 601 & (sleep 602 &); yes abcdefg"),
                Duration.ofMillis(300)));
    assertThat(refusal.reason()).isEqualTo(DriverException.Reason.TIMED_OUT);
    assertThat(world.processes()).hasSize(2);
    ExecResult cut =
        get(
            world.driver.exec(
                task, "app", List.of("sh", "-c", "yes | head -c 3000000"), ProcessWorld.LONG));
    assertThat(cut.output()).hasSize(4_096).startsWith("y\ny\n");
    assertThat(world.container(task).path()).isDirectoryNotContaining("glob:**exec*");
  }

  @Test
  void whatExecLeavesEndsWithItsContainer() {
    TaskHandle task = world.run(1, Workloads.shell("app", "exec sleep 600"));
    get(
        world.driver.exec(
            task, "app", List.of("sh", "-c", "setsid sleep 603 &"), ProcessWorld.LONG));
    await(() -> world.processes().size() == 3);
    get(world.driver.stop(task, "app", ProcessWorld.LONG));
    assertThat(world.processes()).isEmpty();
  }

  @Test
  void statsCountAllProcessesAndTheirTime() {
    TaskHandle task =
        world.run(
            1,
            Workloads.shell(
                "app",
                "setsid sleep 600 & i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done;"
                    + " echo done; exec sleep 600"));
    world.awaitLine(task, "done");
    await(() -> get(world.driver.stats(task, "app")).processes() == 2);
    var stats = get(world.driver.stats(task, "app"));
    assertThat(stats.cpuTime()).isPositive();
    assertThat(stats.memoryBytes()).isGreaterThan(100_000);
    get(world.driver.stop(task, "app", Duration.ZERO));
    assertThat(get(world.driver.stats(task, "app")).processes()).isZero();
  }

  @Test
  void oneDirectoryServesOneDriverAtATime() {
    ProcessDriver second = ProcessDriver.create();
    assertThatExceptionOfType(DriverException.class)
        .isThrownBy(() ->
            second.open(new DriverContext(world.engineId, world.directory, observation -> {})))
        .withMessageContaining("in use by another open driver")
        .satisfies(
            refusal -> assertThat(refusal.reason()).isEqualTo(DriverException.Reason.UNAVAILABLE));
    assertThat(refusal(second.list()).reason()).isEqualTo(DriverException.Reason.UNAVAILABLE);
  }

  @Test
  void anotherEnginesTasksAreNotTouched() {
    TaskHandle task = world.run(1, Workloads.shell("app", "exec sleep 600"));
    world.driver.close();
    try (ProcessWorld other = new ProcessWorld(world.directory, ProcessDriver.builder())) {
      assertThat(get(other.driver.list()).tasks()).isEmpty();
      assertThat(get(other.driver.inspect(task))).isEmpty();
      get(other.driver.stop(task, "app", Duration.ZERO));
      get(other.driver.destroy(task));
      assertThat(
              refusal(
                      other.driver.create(
                          Workloads.launch(other.engineId, 1, Workloads.shell("app", ":"))))
                  .reason())
          .isEqualTo(DriverException.Reason.NAME_TAKEN);
    }
    world.reopen();
    assertThat(world.report(task)).isEqualTo(new ContainerReport.Running("app"));
  }

  @Test
  void aDamagedRecordIsRefusedByName() throws IOException {
    TaskHandle task = world.create(1, Workloads.shell("app", ":")).handle();
    Path file = world.directory.resolve("tasks").resolve(task.value()).resolve("task.properties");
    String whole = Files.readString(file);
    world.driver.close();
    Files.writeString(file, "format=1\n");
    assertThatExceptionOfType(DriverException.class)
        .isThrownBy(world::reopen)
        .withMessageContaining(file.toString());
    Files.writeString(file, whole);
    world.reopen();
    assertThat(world.report(task)).isEqualTo(new ContainerReport.Created("app"));
  }

  @Test
  void aRecordKeepsEveryCharacter() {
    String odd = "ü=#!: \\ \n\ttab 'q' \"d\" €";
    TaskHandle task =
        world
            .create(
                1,
                ContainerDefinition.builder("app")
                    .command("printf", "%s|%s", odd, "")
                    .environment("ODD", odd))
            .handle();
    world.reopen();
    get(world.driver.start(task, "app"));
    assertThat(world.awaitExit(task)).isEqualTo(ContainerExit.code(0));
    assertThat(String.join("\n", world.lines(task))).isEqualTo(odd + "|");
  }

  @Test
  void fingerprintTellsTheMachine() {
    var fingerprint = get(world.driver.fingerprint());
    assertThat(fingerprint.resources().get(Resources.PORTS)).isEqualTo(10_000);
    assertThat(fingerprint.resources().get(Resources.CPU))
        .isEqualTo(1024L * Runtime.getRuntime().availableProcessors());
    assertThat(fingerprint.resources().get(Resources.MEMORY)).isPositive();
    assertThat(fingerprint.attributes()).containsKeys("os.name", "os.arch", "kernel");
    assertThat(fingerprint.address()).isEqualTo("127.0.0.1");
  }

  @Test
  void settingsOutOfBoundsAreRefused() {
    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> ProcessDriver.builder().ports(5, 4))
        .withMessage("ports (5 to 4) must be a range within 1 to 65535");
    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> ProcessDriver.builder().logFileLimit(10));
    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> ProcessDriver.builder().logFiles(0));
    assertThatExceptionOfType(InvalidSpecException.class)
        .isThrownBy(() -> ProcessDriver.builder().name("No"));
  }
}
