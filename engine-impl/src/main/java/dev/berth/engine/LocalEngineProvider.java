package dev.berth.engine;

import dev.berth.EngineBuilder;
import dev.berth.spi.EngineProvider;

/** Makes this module's engines known to {@link dev.berth.Engine#builder}. */
public final class LocalEngineProvider implements EngineProvider {
  /** For the service loader. */
  public LocalEngineProvider() {}

  @Override
  public EngineBuilder builder() {
    return new LocalEngineBuilder();
  }
}
