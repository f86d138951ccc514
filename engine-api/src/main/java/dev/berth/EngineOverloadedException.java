package dev.berth;

/** The engine's command queue is full; the command was not taken. */
public final class EngineOverloadedException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public EngineOverloadedException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public EngineOverloadedException(String message, Throwable cause) {
    super(message, cause);
  }
}
