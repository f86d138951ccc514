package dev.berth.driver.process.crash;

import java.util.EnumMap;
import java.util.Map;

/** What a run has seen, counted: so that it shows what the kills met. */
final class CrashTally {
  /** What the engine was doing when it was killed, as far as it had been asked. */
  enum Doing {
    /** Not ready yet: the JVM, the journal's replay, the drivers' listings. */
    STARTING,
    /** Ready, with what an earlier life had left unfinished. */
    RECOVERING,
    /** Everything was as it was meant to be. */
    IDLE,
    SCALING,
    DEPLOYING,
    STOPPING
  }

  private final Map<Doing, Integer> kills = new EnumMap<>(Doing.class);
  private int aimed;
  private int halfStarted;
  private int halfMade;
  private int inDoubt;
  private int settled;

  void killed(Doing doing, boolean standingStill, int unanswered) {
    kills.merge(doing, 1, Integer::sum);
    aimed += standingStill ? 1 : 0;
    inDoubt += unanswered > 0 ? 1 : 0;
  }

  void left(int starts, int directories) {
    halfStarted += starts > 0 ? 1 : 0;
    halfMade += directories > 0 ? 1 : 0;
  }

  void settled() {
    settled++;
  }

  int kills() {
    return kills.values().stream().mapToInt(Integer::intValue).sum();
  }

  int kills(Doing doing) {
    return kills.getOrDefault(doing, 0);
  }

  int settlements() {
    return settled;
  }

  @Override
  public String toString() {
    return ("%d kills %s, %d of them where it stood still, %d with orders not answered, %d left a"
            + " start and %d a directory half done; compared with the machine %d times")
        .formatted(kills(), kills, aimed, inDoubt, halfStarted, halfMade, settled);
  }
}
