package dev.berth.driver.docker;

import dev.berth.model.ContainerExit;
import dev.berth.model.TaskId;
import dev.berth.spi.ContainerReport;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A container as the daemon showed it at one moment.
 *
 * @param id the daemon's own, the same for the container's whole life
 * @param name which others may change
 * @param labels what it bears
 * @param phase where it is in its life
 * @param end how it ended; means something once it has
 * @param made of which image
 */
record Seen(String id, String name, Map<String, String> labels, Phase phase, End end, Made made) {
  private static final int SIGNALS = 64;

  /** Where a container is in its life. */
  enum Phase {
    /** Never started. */
    CREATED,
    /** Started, be it frozen. */
    RUNNING,
    /** Started, and no longer running. */
    ENDED
  }

  /**
   * How it ended, in the daemon's words.
   *
   * @param exitCode 128 + n after signal n
   * @param outOfMemory whether the kernel killed in it for want of memory
   * @param error what the daemon adds, mostly empty
   */
  record End(int exitCode, boolean outOfMemory, String error) {
    static final End NONE = new End(0, false, "");
  }

  /**
   * Of which image it was made.
   *
   * @param name by which the image was asked for
   * @param id of the image
   */
  record Made(String name, String id) {
    static final Made UNKNOWN = new Made("", "");
  }

  Labels task() {
    return Labels.read(labels);
  }

  TaskId taskId() {
    return task().task().task();
  }

  String container() {
    return labels.getOrDefault(Labels.CONTAINER, "");
  }

  /** Whether it is none of the definition's, but keeps their network open. */
  boolean holdsNetwork() {
    return container().equals(Names.PAUSE);
  }

  /** Whether it was stopped before it was started. */
  boolean never() {
    return phase == Phase.CREATED && name.equals(Names.never(taskId(), container()));
  }

  ContainerReport report() {
    return switch (phase) {
      case CREATED ->
          never()
              ? new ContainerReport.Exited(
                  container(), ContainerExit.unknown("it was stopped before it was started"))
              : new ContainerReport.Created(container());
      case RUNNING -> new ContainerReport.Running(container());
      case ENDED -> new ContainerReport.Exited(container(), exit());
    };
  }

  /** An exit code above 128 is told as the signal it nearly always is. */
  ContainerExit exit() {
    int code = end.exitCode();
    String reason =
        end.outOfMemory() ? "out of memory: the kernel killed it at its limit" : end.error();
    return code > 128 && code <= 128 + SIGNALS
        ? new ContainerExit(OptionalInt.empty(), OptionalInt.of(code - 128), reason)
        : code < 0 || code > 255
            ? ContainerExit.unknown("the daemon told exit code " + code + " " + reason)
            : new ContainerExit(OptionalInt.of(code), OptionalInt.empty(), reason);
  }
}
