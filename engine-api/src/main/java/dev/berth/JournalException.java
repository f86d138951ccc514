package dev.berth;

/** A journal cannot be opened, read or written, or what it holds does not verify. */
public final class JournalException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** With a message that says what, which, the values, and what to do next. */
  public JournalException(String message) {
    super(message);
  }

  /** With a message that says what, which, the values, and what to do next, and the cause. */
  public JournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
