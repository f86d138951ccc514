package dev.berth.benchmarks;

/** A setting is missing or is not what the benchmark needs; the message says what to give. */
public final class UnusableSettingException extends RuntimeException {
  /** Says what to give. */
  public UnusableSettingException(String message) {
    super(message);
  }
}
