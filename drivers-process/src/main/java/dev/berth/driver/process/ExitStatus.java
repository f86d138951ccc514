package dev.berth.driver.process;

import dev.berth.model.ContainerExit;
import java.util.Optional;

/**
 * The content of a container's exit file: the number its shell saw, or {@code unknown} and why.
 *
 * <p>A shell knows 128 + n after signal n and cannot tell it from an exit with that code. 129 to
 * 192 is taken for the signal, which it nearly always is. (A program that catches SIGTERM and exits
 * with 143, as a JVM does, so counts as ended by signal 15.)
 */
final class ExitStatus {
  private static final String UNKNOWN = "unknown ";
  private static final int SIGNALS = 64;

  private ExitStatus() {}

  static String unknown(String reason) {
    return UNKNOWN + reason + "\n";
  }

  /** Empty if {@code content} is not whole yet. */
  static Optional<ContainerExit> parse(String content) {
    if (!content.endsWith("\n")) {
      return Optional.empty();
    }
    String line = content.strip();
    if (line.startsWith(UNKNOWN)) {
      return Optional.of(ContainerExit.unknown(line.substring(UNKNOWN.length())));
    }
    if (!line.matches("[0-9]{1,3}")) {
      return Optional.of(ContainerExit.unknown("its exit file holds '" + line + "'"));
    }
    int status = Integer.parseInt(line);
    return Optional.of(
        status > 128 && status <= 128 + SIGNALS
            ? ContainerExit.signal(status - 128)
            : ContainerExit.code(status));
  }
}
