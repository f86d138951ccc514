package dev.berth;

/** What was waited for did not come about in time; the message says how far it got. */
public final class AwaitTimeoutException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public AwaitTimeoutException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public AwaitTimeoutException(String message, Throwable cause) {
    super(message, cause);
  }
}
