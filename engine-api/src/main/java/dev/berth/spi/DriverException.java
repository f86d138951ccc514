package dev.berth.spi;

import dev.berth.BerthException;

/** A driver's refusal or failure: which kind, and in words what was asked and what is wrong. */
public final class DriverException extends BerthException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** A failure of that kind. */
  public DriverException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure of that kind with its cause. */
  public DriverException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Which kind of failure. */
  public Reason reason() {
    return reason;
  }

  /** The kinds of failure. */
  public enum Reason {
    /** The task or container does not exist. */
    NOT_FOUND,
    /** The name is taken by something that is not this engine's. */
    NAME_TAKEN,
    /** The program to run does not exist or cannot be executed. */
    COMMAND_NOT_FOUND,
    /** No host port is free, or the one asked for is taken. */
    PORT_UNAVAILABLE,
    /** The task asks for something this driver does not do. */
    UNSUPPORTED,
    /** The call did not end in time. */
    TIMED_OUT,
    /** What the driver works on cannot be reached at present. */
    UNAVAILABLE,
    /** Anything else. */
    FAILED
  }
}
