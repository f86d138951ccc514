package dev.berth.model;

import java.util.OptionalInt;

/**
 * How a container ended. An exit code that nobody saw is empty, never guessed.
 *
 * @param code 0 to 255; empty if it ended by a signal or nobody saw it
 * @param signal the number of the signal that ended it; empty if none did
 * @param reason more about it in words, may be empty; what is beyond {@link #LONGEST_REASON}
 *     characters is cut off, because an exit is a fact that cannot be refused
 */
public record ContainerExit(OptionalInt code, OptionalInt signal, String reason) {
  /** How many characters of a reason are kept. */
  public static final int LONGEST_REASON = 4096;

  public ContainerExit {
    reason = Requirements.beginning(reason, LONGEST_REASON);
  }

  /** An exit by itself. */
  public static ContainerExit code(int code) {
    return new ContainerExit(OptionalInt.of(code), OptionalInt.empty(), "");
  }

  /** An end by signal {@code number}. */
  public static ContainerExit signal(int number) {
    return new ContainerExit(OptionalInt.empty(), OptionalInt.of(number), "");
  }

  /** An end that nobody saw. */
  public static ContainerExit unknown(String reason) {
    return new ContainerExit(OptionalInt.empty(), OptionalInt.empty(), reason);
  }

  /** Whether it ended by itself with code 0. */
  public boolean success() {
    return code.isPresent() && code.getAsInt() == 0;
  }

  @Override
  public String toString() {
    String how =
        code.isPresent()
            ? "exit code " + code.getAsInt()
            : signal.isPresent() ? "signal " + signal.getAsInt() : "exit unknown";
    return reason.isEmpty() ? how : how + " (" + reason + ")";
  }
}
