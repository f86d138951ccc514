package dev.berth.spi;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What an engine hands to a driver that it opens.
 *
 * @param engineId the engine's id, the same after each restart on the same journal; drivers label
 *     what they make with it and touch nothing that does not bear it
 * @param directory a directory of this driver's own, kept across restarts for as long as the
 *     journal is; the driver makes it when it needs it
 * @param observer takes observations from any thread and returns at once
 * @param secrets what the definitions' references stand for; never to be kept or told
 */
public record DriverContext(
    String engineId, Path directory, Consumer<Observation> observer, SecretsProvider secrets) {
  /** A context without secrets. */
  public DriverContext(String engineId, Path directory, Consumer<Observation> observer) {
    this(engineId, directory, observer, SecretsProvider.none());
  }
}
