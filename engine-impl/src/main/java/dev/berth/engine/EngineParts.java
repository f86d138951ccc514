package dev.berth.engine;

import dev.berth.engine.loop.LoopHost;
import dev.berth.engine.loop.Routes;
import dev.berth.engine.place.Placement;
import dev.berth.engine.state.EngineState;
import dev.berth.spi.Driver;
import java.util.Map;

/**
 * What the handles share.
 *
 * @param state read on the loop's thread only, like {@code placement}
 * @param drivers by name, in the order they were added
 */
record EngineParts(
    LoopHost host,
    Loopline line,
    EngineState state,
    Placement placement,
    Routes routes,
    Map<String, Driver> drivers) {
  String firstDriver() {
    return drivers.keySet().iterator().next();
  }
}
