package dev.berth.benchmarks.c2m;

import dev.berth.benchmarks.engine.CpuTime;
import dev.berth.benchmarks.engine.MeasuredJournal.Appended;

/**
 * One way from no task to all RUNNING.
 *
 * @param tasks how many
 * @param nodesSeconds until all nodes were added
 * @param seconds from {@code scale} until all were RUNNING
 * @param cpu used meanwhile
 * @param appended to the journal meanwhile
 */
record Growth(int tasks, double nodesSeconds, double seconds, CpuTime cpu, Appended appended) {
  double micros() {
    return seconds * 1e6 / tasks;
  }

  double loopMicros() {
    return cpu.loop() / 1e3 / tasks;
  }

  double journalMicros() {
    return cpu.journal() / 1e3 / tasks;
  }

  double backgroundMicros() {
    return cpu.background() / 1e3 / tasks;
  }

  double processMicros() {
    return cpu.process() / 1e3 / tasks;
  }
}
