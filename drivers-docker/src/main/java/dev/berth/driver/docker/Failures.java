package dev.berth.driver.docker;

import com.github.dockerjava.api.exception.DockerException;
import dev.berth.spi.DriverException;
import java.io.InterruptedIOException;
import java.util.Locale;

/** What goes wrong between us and the daemon, in the driver's words. */
final class Failures {
  private Failures() {}

  /** Whether the daemon did not answer at all: what it did is not known. */
  static boolean noAnswer(Throwable failure) {
    return !(failure instanceof DockerException) && !(failure instanceof DriverException);
  }

  static DriverException translate(String driver, Throwable failure) {
    if (failure instanceof DriverException refusal) {
      return refusal;
    }
    if (failure instanceof DockerException refusal) {
      return new DriverException(
          DriverException.Reason.FAILED,
          "driver '%s': the Docker daemon refused: %s".formatted(driver, said(refusal)),
          refusal);
    }
    boolean late = root(failure) instanceof InterruptedIOException;
    return new DriverException(
        late ? DriverException.Reason.TIMED_OUT : DriverException.Reason.UNAVAILABLE,
        "driver '%s': the Docker daemon %s: %s; is it running, and may this user connect to it?"
            .formatted(
                driver, late ? "did not answer in time" : "cannot be reached", root(failure)),
        failure);
  }

  /** A start that the daemon refused, by the words with which it did. */
  static DriverException ofStart(String container, DockerException refusal) {
    String said = said(refusal);
    String words = said.toLowerCase(Locale.ROOT);
    DriverException.Reason reason =
        portTaken(refusal)
            ? DriverException.Reason.PORT_UNAVAILABLE
            : words.contains("executable file not found")
                    || words.contains("no such file or directory")
                    || words.contains("exec format error")
                    || words.contains("permission denied")
                ? DriverException.Reason.COMMAND_NOT_FOUND
                : DriverException.Reason.FAILED;
    return new DriverException(
        reason, "container '%s' could not be started: %s".formatted(container, said), refusal);
  }

  static boolean portTaken(DockerException refusal) {
    String words = said(refusal).toLowerCase(Locale.ROOT);
    return words.contains("port is already allocated") || words.contains("address already in use");
  }

  static boolean networkGone(DockerException refusal) {
    String words = said(refusal).toLowerCase(Locale.ROOT);
    return words.contains("network") && words.contains("not found");
  }

  /** The daemon's own sentence, without the frame of JSON it comes in. */
  static String said(DockerException refusal) {
    String message = String.valueOf(refusal.getMessage()).strip();
    int begin = message.indexOf("{\"message\":\"");
    if (begin < 0) {
      return message;
    }
    String sentence = message.substring(begin + "{\"message\":\"".length());
    int end = sentence.lastIndexOf("\"}");
    return (end < 0 ? sentence : sentence.substring(0, end)).replace("\\\"", "\"");
  }

  static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
