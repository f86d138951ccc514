package dev.berth.spi;

/**
 * How a driver names a task it made; kept in the journal, so it means the same after a restart.
 *
 * @param value opaque to the engine
 */
public record TaskHandle(String value) {
  @Override
  public String toString() {
    return value;
  }
}
