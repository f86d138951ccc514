package dev.berth;

/** Every refusal and failure of Berth; its message says what, which, the values, what to do. */
public abstract class BerthException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected BerthException(String message) {
    super(message);
  }

  protected BerthException(String message, Throwable cause) {
    super(message, cause);
  }
}
