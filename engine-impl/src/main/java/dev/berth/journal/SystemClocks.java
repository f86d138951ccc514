package dev.berth.journal;

import dev.berth.engine.journal.LeaseClock;

/** The clocks of this machine. */
final class SystemClocks implements LeaseClock {
  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public long millis() {
    return System.currentTimeMillis();
  }
}
