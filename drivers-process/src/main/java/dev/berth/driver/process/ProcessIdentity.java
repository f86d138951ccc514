package dev.berth.driver.process;

import java.util.Optional;

/**
 * A process that is meant and no other: pids are given again, so the machine's boot and the
 * process's start time belong to the name. No signal is sent without comparing all three.
 *
 * @param boot the kernel's boot id
 * @param pid the process
 * @param startTime as in {@link ProcessStat}
 */
record ProcessIdentity(String boot, long pid, long startTime) {
  static ProcessIdentity of(ProcessStat stat) {
    return new ProcessIdentity(Procfs.bootId(), stat.pid(), stat.startTime());
  }

  /** This process as it is now; empty if it has ended. */
  Optional<ProcessStat> find() {
    if (!boot.equals(Procfs.bootId())) {
      return Optional.empty();
    }
    return Procfs.stat(pid).filter(stat -> stat.startTime() == startTime && stat.alive());
  }

  boolean alive() {
    return find().isPresent();
  }

  /** Sends SIGTERM if the process still is this one. */
  void terminate() {
    verified().ifPresent(ProcessHandle::destroy);
  }

  /** Sends SIGKILL if the process still is this one. */
  void kill() {
    verified().ifPresent(ProcessHandle::destroyForcibly);
  }

  /**
   * A handle taken before the comparison: it holds the start time itself and compares it once more
   * when it sends a signal, so that a pid given again in between is not hit.
   */
  private Optional<ProcessHandle> verified() {
    if (pid == ProcessHandle.current().pid()) {
      return Optional.empty();
    }
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    return alive() ? handle : Optional.empty();
  }
}
