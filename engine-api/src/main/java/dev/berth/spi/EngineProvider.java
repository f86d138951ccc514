package dev.berth.spi;

import dev.berth.EngineBuilder;

/** What makes engines; found by {@link java.util.ServiceLoader}. */
public interface EngineProvider {
  /** A new builder. */
  EngineBuilder builder();
}
