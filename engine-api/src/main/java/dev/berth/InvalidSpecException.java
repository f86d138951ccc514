package dev.berth;

/** A value is refused: out of its bounds, unreadable, or contradicting another one. */
public final class InvalidSpecException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public InvalidSpecException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public InvalidSpecException(String message, Throwable cause) {
    super(message, cause);
  }
}
