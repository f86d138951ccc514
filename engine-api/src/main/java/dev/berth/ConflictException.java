package dev.berth;

/** A command contradicts what exists: a name is taken, a thing is still in use. */
public final class ConflictException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public ConflictException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
