package dev.berth.driver.process;

import static dev.berth.driver.process.ProcessWorld.get;
import static dev.berth.driver.process.ProcessWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.PortBinding;
import dev.berth.model.PortMapping;
import dev.berth.model.Protocol;
import dev.berth.spi.DriverException;
import dev.berth.spi.Observation;
import dev.berth.spi.TaskReport;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProcessPortsTest {
  private int first;
  private ProcessWorld world;

  @BeforeEach
  void open(@TempDir Path directory) {
    first = threeFreePorts();
    world = new ProcessWorld(directory, ProcessDriver.builder().ports(first, first + 2));
  }

  private static int threeFreePorts() {
    int candidate = 31_000;
    while (!PortRange.free(candidate, Protocol.TCP)
        || !PortRange.free(candidate + 1, Protocol.TCP)
        || !PortRange.free(candidate + 2, Protocol.TCP)) {
      candidate += 3;
    }
    return candidate;
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static ContainerDefinition.Builder serving(String... ports) {
    ContainerDefinition.Builder container = Workloads.shell("app", "exec sleep 600");
    for (String port : ports) {
      container.port(port, 8080);
    }
    return container;
  }

  private static List<Integer> numbers(TaskReport task) {
    return task.ports().stream().map(PortBinding::hostPort).toList();
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void aPortSomebodyListensOnIsNotGiven() throws IOException {
    try (ServerSocket stranger = listen(first + 1)) {
      assertThat(numbers(world.create(1, serving("a", "b"))))
          .containsExactlyInAnyOrder(first, first + 2);
      DriverException refusal =
          refusal(world.driver.create(Workloads.launch(world.engineId, 2, serving("c"))));
      assertThat(refusal.reason()).isEqualTo(DriverException.Reason.PORT_UNAVAILABLE);
      assertThat(refusal)
          .hasMessage(
              "port range %d-%d used up: 3 ports, 2 held by tasks, 1 taken by others;"
                  + " widen the range with ProcessDriver.builder().ports(first, last)",
              first, first + 2);
      assertThat(stranger.isClosed()).isFalse();
    }
  }

  @Test
  void aRefusedCreationHoldsNoPort() {
    refusal(world.driver.create(Workloads.launch(world.engineId, 1, serving("a", "b", "c", "d"))));
    assertThat(numbers(world.create(2, serving("a", "b", "c")))).hasSize(3);
  }

  @Test
  void portsAreHeldAcrossRestartsAndFreedByDestroy() {
    TaskReport task = world.create(1, serving("a", "b", "c"));
    world.reopen();
    refusal(world.driver.create(Workloads.launch(world.engineId, 2, serving("a"))));
    get(world.driver.destroy(task.handle()));
    assertThat(numbers(world.create(2, serving("a", "b", "c"))))
        .containsExactlyInAnyOrderElementsOf(numbers(task));
  }

  @Test
  void udpPortsAreCheckedAsSuch() throws IOException {
    PortMapping udp = new PortMapping("dns", 53, 0, Protocol.UDP);
    try (DatagramSocket one = new DatagramSocket(first, InetAddress.getLoopbackAddress());
        ServerSocket two = listen(first + 1);
        ServerSocket three = listen(first + 2)) {
      TaskReport task =
          world.create(
              1,
              Workloads.shell("app", ":")
                  .port(udp)
                  .port(new PortMapping("d2", 53, 0, Protocol.UDP)));
      assertThat(numbers(task)).containsExactlyInAnyOrder(first + 1, first + 2);
      assertThat(one.isBound() && two.isBound() && three.isBound()).isTrue();
    }
  }

  @Test
  void aPortTakenBeforeTheStartIsReplaced() throws IOException {
    TaskReport created = world.create(1, serving("a"));
    int before = numbers(created).getFirst();
    try (ServerSocket stranger = listen(before)) {
      get(world.driver.start(created.handle(), "app"));
      assertThat(stranger.isBound()).isTrue();
    }
    TaskReport now = get(world.driver.inspect(created.handle())).orElseThrow();
    assertThat(numbers(now)).hasSize(1).doesNotContain(before);
    assertThat(world.observations)
        .anyMatch(observation ->
            observation instanceof Observation.Missed missed
                && missed.reason().contains("shop--web--1"));
    assertThat(get(world.driver.create(Workloads.launch(world.engineId, 1, serving("a")))))
        .isEqualTo(now);
    assertThat(Procfs.environment(world.container(created.handle()).shim().orElseThrow().pid()))
        .contains("PORT_a=" + numbers(now).getFirst());
    world.reopen();
    assertThat(get(world.driver.list()).tasks()).containsExactly(now);
  }

  @Test
  void aFixedPortThatIsTakenIsNamed() throws IOException {
    PortMapping fixed = new PortMapping("http", 80, first, Protocol.TCP);
    ContainerDefinition.Builder container = Workloads.shell("app", "exec sleep 600").port(fixed);
    try (ServerSocket stranger = listen(first)) {
      assertThat(refusal(world.driver.create(Workloads.launch(world.engineId, 1, container))))
          .hasMessageContaining("host port " + first + "/tcp is in use by another program");
      assertThat(stranger.isBound()).isTrue();
    }
    TaskReport created = world.create(1, container);
    assertThat(refusal(world.driver.create(Workloads.launch(world.engineId, 2, container))))
        .hasMessageContaining("host port " + first + "/tcp is held by task shop--web--1");
    try (ServerSocket stranger = listen(first)) {
      assertThat(refusal(world.driver.start(created.handle(), "app")).reason())
          .isEqualTo(DriverException.Reason.PORT_UNAVAILABLE);
      assertThat(stranger.isBound()).isTrue();
    }
    get(world.driver.start(created.handle(), "app"));
  }
}
