package dev.berth.spi;

/**
 * What a secret stands for. Prints as {@code ***}, so that it cannot slip into a log or a message.
 */
public final class SecretValue {
  private final String value;

  private SecretValue(String value) {
    this.value = value;
  }

  /** A secret that stands for {@code value}. */
  public static SecretValue of(String value) {
    return new SecretValue(value);
  }

  /** The value itself, for who hands it to the container and to nobody else. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "***";
  }
}
