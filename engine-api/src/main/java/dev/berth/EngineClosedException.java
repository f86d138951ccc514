package dev.berth;

/** The engine was closed, or has stopped itself after its journal failed. */
public final class EngineClosedException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public EngineClosedException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public EngineClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
