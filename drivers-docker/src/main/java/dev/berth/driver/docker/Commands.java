package dev.berth.driver.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Statistics;
import dev.berth.spi.ContainerStats;
import dev.berth.spi.DriverException;
import dev.berth.spi.ExecResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is asked of one running container: commands beside it, and what it uses. */
final class Commands {
  private static final int LONGEST_OUTPUT = 4_096;

  private final Daemon daemon;
  private final Duration patience;

  Commands(Daemon daemon, Duration patience) {
    this.daemon = daemon;
    this.patience = patience;
  }

  ExecResult exec(Seen container, List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    String id =
        daemon
            .connection()
            .requests()
            .execCreateCmd(container.id())
            .withCmd(command.toArray(String[]::new))
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    try (Output output = new Output()) {
      if (!daemon
          .connection()
          .streams()
          .execStartCmd(id)
          .exec(output)
          .awaitCompletion(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        kill(container, details(id));
        throw new DriverException(
            DriverException.Reason.TIMED_OUT,
            "command %s beside container '%s' did not end within %s"
                .formatted(command, container.container(), timeout));
      }
      Long code = details(id).getExitCodeLong();
      return new ExecResult(code == null ? 255 : code.intValue(), output.text());
    }
  }

  private InspectExecResponse details(String exec) {
    return daemon.connection().requests().inspectExecCmd(exec).exec();
  }

  /**
   * Kills a command with all it started. The daemon offers no such thing, so this is done by the
   * number of its process, where the daemon's machine is ours; on others it goes on until it ends
   * or its container does.
   */
  private static void kill(Seen container, InspectExecResponse exec) throws IOException {
    Long pid = exec.getPidLong();
    if (pid == null || pid <= 0) {
      return;
    }
    Path groups = Path.of("/proc", Long.toString(pid), "cgroup");
    if (!Files.isReadable(groups) || !Files.readString(groups).contains(container.id())) {
      return;
    }
    ProcessHandle.of(pid)
        .ifPresent(process -> {
          List<ProcessHandle> started = process.descendants().toList();
          process.destroyForcibly();
          started.forEach(ProcessHandle::destroyForcibly);
        });
  }

  ContainerStats stats(Seen container) throws IOException, InterruptedException {
    if (container.phase() != Seen.Phase.RUNNING) {
      throw new DriverException(
          DriverException.Reason.NOT_FOUND,
          "container '%s' does not run: there is nothing to count"
              .formatted(container.container()));
    }
    try (FirstStatistics first = new FirstStatistics()) {
      daemon.connection().streams().statsCmd(container.id()).withNoStream(false).exec(first);
      return stats(first.value.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      throw new DriverException(
          DriverException.Reason.TIMED_OUT, "the daemon gave no figures within " + patience, late);
    } catch (ExecutionException failed) {
      throw Failures.translate("docker", failed.getCause() == null ? failed : failed.getCause());
    }
  }

  private static ContainerStats stats(Statistics told) {
    var usage = told.getCpuStats() == null ? null : told.getCpuStats().getCpuUsage();
    Long nanos = usage == null ? null : usage.getTotalUsage();
    var memory = told.getMemoryStats();
    long used = memory == null ? 0 : Objects.requireNonNullElse(memory.getUsage(), 0L);
    long cache =
        memory == null || memory.getStats() == null
            ? 0
            : Objects.requireNonNullElse(memory.getStats().getInactiveFile(), 0L);
    Long processes = told.getPidsStats() == null ? null : told.getPidsStats().getCurrent();
    return new ContainerStats(
        Duration.ofNanos(Objects.requireNonNullElse(nanos, 0L)),
        Math.max(0, used - cache),
        Objects.requireNonNullElse(processes, 0L).intValue());
  }

  /** The beginning of what a command prints. */
  private static final class Output extends ResultCallback.Adapter<Frame> {
    private final StringBuilder text = new StringBuilder();

    @Override
    public synchronized void onNext(Frame frame) {
      if (text.length() < LONGEST_OUTPUT) {
        text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
      }
    }

    synchronized String text() {
      return text.substring(0, Math.min(text.length(), LONGEST_OUTPUT));
    }
  }

  /** The first figures of a stream of them. */
  private static final class FirstStatistics extends ResultCallback.Adapter<Statistics> {
    private final CompletableFuture<Statistics> value = new CompletableFuture<>();

    @Override
    public void onNext(Statistics statistics) {
      value.complete(statistics);
    }

    @Override
    public void onError(Throwable failure) {
      super.onError(failure);
      value.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      super.onComplete();
      value.completeExceptionally(new IOException("the daemon gave no figures"));
    }
  }
}
