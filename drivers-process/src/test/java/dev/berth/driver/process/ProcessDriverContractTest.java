package dev.berth.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import dev.berth.spi.Driver;
import dev.berth.spi.DriverContext;
import dev.berth.testkit.DriverContractTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessDriverContractTest extends DriverContractTest {
  private static final List<String> ENGINES = new ArrayList<>();

  @AfterAll
  static void nothingIsLeft() {
    for (ProcessStat process : Procfs.processes()) {
      String environment = Procfs.environment(process.pid());
      assertThat(ENGINES).noneMatch(environment::contains);
    }
  }

  @Override
  protected Driver openDriver(DriverContext context) {
    ENGINES.add(context.engineId());
    ProcessDriver driver = ProcessDriver.create();
    driver.open(context);
    return driver;
  }

  @Override
  protected ContainerDefinition.Builder longRunning(String name) {
    return Workloads.shell(name, "exec sleep 600");
  }

  @Override
  protected ContainerDefinition.Builder exitsWith(String name, int code) {
    return Workloads.shell(name, "exit " + code);
  }

  @Override
  protected ContainerDefinition.Builder ignoresTerm(String name) {
    return Workloads.shell(name, "trap '' TERM; echo ready; exec sleep 600");
  }

  @Override
  protected ContainerDefinition.Builder missingCommand(String name) {
    return ContainerDefinition.builder(name).command("no-such-program");
  }

  @Override
  protected ContainerDefinition.Builder prints(String name, List<String> lines) {
    List<String> command = new ArrayList<>(List.of("printf", "%s\\n"));
    command.addAll(lines);
    return ContainerDefinition.builder(name).command(command.toArray(String[]::new));
  }

  @Override
  protected List<String> commandThatExits(int code) {
    return List.of("sh", "-c", "echo hello; exit " + code);
  }

  @Override
  protected List<String> commandThatHangs() {
    return List.of("sleep", "600");
  }
}
