package dev.berth;

/** What a command names does not exist. */
public final class NotFoundException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public NotFoundException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
