package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** What a health check does once: one HTTP request, one TCP connection, or one command. */
public sealed interface HealthProbe {
  /**
   * One HTTP GET; healthy at status 200 to 399.
   *
   * @param port the name of one of the container's port mappings
   * @param path begins with {@code /}; escaped as in a URI
   */
  record Http(String port, String path) implements HealthProbe {
    public Http {
      Requirements.name("health check's port name", port);
      if (!path.startsWith("/") || path.length() > 2048) {
        throw new InvalidSpecException(
            "health check's path '%s' must begin with / and have at most 2048 characters"
                .formatted(path));
      }
      requireUri(path);
    }

    /** A prober makes a URI of the path; one that cannot be made is refused here, not there. */
    private static void requireUri(String path) {
      for (int i = 0; i < path.length(); i++) {
        if (path.charAt(i) <= ' ' || path.charAt(i) > '~') {
          throw new InvalidSpecException(
              ("health check's path '%s' holds a space, a control or a non-ASCII character at index"
                      + " %d: write it as %%XX")
                  .formatted(path, i));
        }
      }
      try {
        new URI("http://localhost" + path);
      } catch (URISyntaxException failure) {
        throw new InvalidSpecException(
            "health check's path '%s' is no URI path (%s at index %d): write the character as %%XX"
                .formatted(
                    path, failure.getReason(), failure.getIndex() - "http://localhost".length()),
            failure);
      }
    }
  }

  /**
   * One TCP connection; healthy when it is accepted.
   *
   * @param port the name of one of the container's port mappings
   */
  record Tcp(String port) implements HealthProbe {
    public Tcp {
      Requirements.name("health check's port name", port);
    }
  }

  /**
   * One command run beside the container's own (ECS {@code CMD}); healthy at exit code 0.
   *
   * @param command program and arguments, at least the program
   */
  record Command(List<String> command) implements HealthProbe {
    public Command {
      if (command.isEmpty()) {
        throw new InvalidSpecException("health check's command is empty: name a program");
      }
      Requirements.atMost("health check's arguments", command.size(), 256);
      command = List.copyOf(command);
      for (int i = 0; i < command.size(); i++) {
        if (command.get(i).indexOf('\0') >= 0) {
          throw new InvalidSpecException(
              "health check's argument %d holds a NUL character: remove it".formatted(i));
        }
      }
    }
  }
}
