package dev.berth.driver.process;

import static dev.berth.driver.process.ProcessWorld.await;
import static dev.berth.driver.process.ProcessWorld.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.spi.ContainerReport;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessStartTest {
  @Test
  void whoAsksWhileAContainerStartsIsNotToldThatItEnded(@TempDir Path directory)
      throws IOException {
    try (ProcessWorld world = new ProcessWorld(directory)) {
      TaskHandle task = world.create(1, Workloads.shell("app", "exec sleep 600")).handle();
      Path go = directory.resolve("go");
      holdShims(directory, go);

      CompletionStage<TaskReport> starting = world.driver.start(task, "app");
      await(() -> world.container(task).wasStarted());
      ContainerReport meanwhile = world.report(task);
      ContainerReport listed = get(world.driver.list()).tasks().getFirst().containers().getFirst();
      Files.createFile(go);

      assertThat(get(starting).containers()).containsExactly(new ContainerReport.Running("app"));
      assertThat(meanwhile).isEqualTo(new ContainerReport.Created("app"));
      assertThat(listed).isEqualTo(meanwhile);
    }
  }

  /** Lets every shim wait for {@code file} before its first deed. */
  private static void holdShims(Path directory, Path file) throws IOException {
    Path shim = directory.resolve("shim.sh");
    Files.writeString(
        shim, "until [ -e '" + file + "' ]; do /bin/sleep 0.01; done\n" + Files.readString(shim));
  }
}
