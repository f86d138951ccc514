package dev.berth.spi;

import java.util.List;

/**
 * A piece of a container's output.
 *
 * @param lines oldest first; order between the two streams is approximate
 * @param next the position after the last of {@code lines}, opaque
 */
public record LogChunk(List<LogLine> lines, String next) {
  public LogChunk {
    lines = List.copyOf(lines);
  }
}
