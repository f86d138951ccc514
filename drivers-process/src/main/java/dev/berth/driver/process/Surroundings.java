package dev.berth.driver.process;

import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import dev.berth.spi.Observation;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the containers of one open driver share.
 *
 * @param threads the driver's threads
 * @param watch sees exits
 * @param table the machine's processes
 * @param logFileLimit bytes after which an output file is rotated
 * @param logFiles how many rotated files are kept
 * @param observations takes what was noticed
 */
record Surroundings(
    DriverThreads threads,
    ExitWatch watch,
    ProcessTable table,
    long logFileLimit,
    int logFiles,
    Consumer<Observation> observations) {
  private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

  ContainerLog log(ContainerDirectory directory) {
    return new ContainerLog(directory, logFileLimit, logFiles);
  }

  Consumer<ContainerReport> observer(TaskId task) {
    return report -> observe(new Observation.ContainerSeen(task, report));
  }

  void observe(Observation observation) {
    try {
      observations.accept(observation);
    } catch (RuntimeException failure) {
      LOG.warn("{} was not taken", observation, failure);
    }
  }
}
