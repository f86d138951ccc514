package dev.berth.driver.process;

import dev.berth.model.ContainerExit;
import dev.berth.spi.ContainerReport;

/** Where a container is in its one life. */
sealed interface Phase {
  /** Never started. */
  record Created() implements Phase {}

  /**
   * Its shim lives.
   *
   * @param shim the process that waits for the workload
   */
  record Running(ProcessIdentity shim) implements Phase {}

  /**
   * Its main process is gone.
   *
   * @param exit how
   */
  record Ended(ContainerExit exit) implements Phase {}

  default ContainerReport report(String container) {
    return switch (this) {
      case Created created -> new ContainerReport.Created(container);
      case Running running -> new ContainerReport.Running(container);
      case Ended ended -> new ContainerReport.Exited(container, ended.exit());
    };
  }
}
