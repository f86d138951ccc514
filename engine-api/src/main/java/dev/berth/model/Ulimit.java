package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * A limit of the kernel for each process of a container, as of {@code setrlimit(2)}.
 *
 * @param name which one
 * @param soft what a process begins with; at most {@code hard}
 * @param hard how far it may raise that
 */
public record Ulimit(Name name, long soft, long hard) {
  /** The limits, by their names in ECS and Docker. */
  public enum Name {
    CORE,
    CPU,
    DATA,
    FSIZE,
    LOCKS,
    MEMLOCK,
    MSGQUEUE,
    NICE,
    NOFILE,
    NPROC,
    RSS,
    RTPRIO,
    RTTIME,
    SIGPENDING,
    STACK
  }

  /**
   * Checks the bounds.
   *
   * @throws InvalidSpecException if a limit is negative, or soft above hard
   */
  public Ulimit {
    if (soft < 0 || soft > hard) {
      throw new InvalidSpecException(
          "ulimit %s: soft (%d) must be between 0 and hard (%d)".formatted(name, soft, hard));
    }
  }
}
