package dev.berth.testkit;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

class SimulatedDriverContractTest extends DriverContractTest {
  private final VirtualTime time = new VirtualTime();
  private SimulatedDriver driver = new SimulatedDriver(time);

  SimulatedDriverContractTest() {
    driver.script((task, container) -> behaviour(container));
  }

  private static Behaviour behaviour(ContainerDefinition container) {
    List<String> command = container.command();
    return switch (command.getFirst()) {
      case "exit" ->
          Behaviour.runs()
              .exits(Duration.ofMillis(10), ContainerExit.code(Integer.parseInt(command.get(1))));
      case "ignore" -> Behaviour.runs().ignoresStop().prints(List.of("ready"));
      case "print" ->
          Behaviour.runs()
              .prints(command.subList(1, command.size()))
              .exits(Duration.ofMillis(10), ContainerExit.code(0));
      case "missing" ->
          Behaviour.runs()
              .failsToStart(
                  Reason.COMMAND_NOT_FOUND, "container 'app': command 'missing' does not exist");
      default -> Behaviour.runs();
    };
  }

  @Override
  protected Driver openDriver(DriverContext context) {
    driver = driver.successor();
    driver.open(context);
    return driver;
  }

  @Override
  protected ContainerDefinition.Builder longRunning(String name) {
    return ContainerDefinition.builder(name).command("run");
  }

  @Override
  protected ContainerDefinition.Builder exitsWith(String name, int code) {
    return ContainerDefinition.builder(name).command("exit", Integer.toString(code));
  }

  @Override
  protected ContainerDefinition.Builder ignoresTerm(String name) {
    return ContainerDefinition.builder(name).command("ignore");
  }

  @Override
  protected ContainerDefinition.Builder missingCommand(String name) {
    return ContainerDefinition.builder(name).command("missing");
  }

  @Override
  protected ContainerDefinition.Builder prints(String name, List<String> lines) {
    String[] command = new String[lines.size() + 1];
    command[0] = "print";
    for (int i = 0; i < lines.size(); i++) {
      command[i + 1] = lines.get(i);
    }
    return ContainerDefinition.builder(name).command(command);
  }

  @Override
  protected List<String> commandThatExits(int code) {
    return List.of("exit", Integer.toString(code), "hello");
  }

  @Override
  protected List<String> commandThatHangs() {
    return List.of("hang");
  }

  @Override
  protected void await(String what, BooleanSupplier condition) {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      Assertions.assertThat(i).as("virtual time passed for %s", what).isLessThan(20_000);
      time.runFor(Duration.ofMillis(5));
    }
  }
}
