package dev.berth.driver.docker;

import dev.berth.model.ContainerDefinition;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.testkit.DriverContractTest;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of all drivers, on a real daemon. */
@ExtendWith(DockerExtension.class)
class DockerDriverContractTest extends DriverContractTest {
  private final DockerDaemon daemon;

  DockerDriverContractTest(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  @Override
  protected Driver openDriver(DriverContext context) {
    DockerDriver driver = DockerDriver.connect(daemon.host());
    driver.open(context);
    return driver;
  }

  private static ContainerDefinition.Builder shell(String name, String script) {
    return ContainerDefinition.builder(name)
        .image(DockerDaemon.BUSYBOX)
        .entryPoint("/bin/sh", "-c")
        .command(script);
  }

  @Override
  protected ContainerDefinition.Builder longRunning(String name) {
    return shell(name, "trap 'exit 143' TERM; while :; do sleep 0.1; done");
  }

  @Override
  protected ContainerDefinition.Builder exitsWith(String name, int code) {
    return shell(name, "exit " + code);
  }

  @Override
  protected ContainerDefinition.Builder ignoresTerm(String name) {
    return shell(name, "trap '' TERM; echo ready; while :; do sleep 0.1; done");
  }

  @Override
  protected ContainerDefinition.Builder missingCommand(String name) {
    return ContainerDefinition.builder(name).image(DockerDaemon.BUSYBOX).command("/does/not/exist");
  }

  @Override
  protected ContainerDefinition.Builder prints(String name, List<String> lines) {
    return ContainerDefinition.builder(name)
        .image(DockerDaemon.BUSYBOX)
        .entryPoint("/bin/printf", "%s\\n")
        .command(lines.toArray(String[]::new));
  }

  @Override
  protected List<String> commandThatExits(int code) {
    return List.of("/bin/sh", "-c", "echo hello; exit " + code);
  }

  @Override
  protected List<String> commandThatHangs() {
    return List.of("/bin/sh", "-c", "while :; do sleep 1; done");
  }
}
