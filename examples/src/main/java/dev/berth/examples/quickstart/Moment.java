package dev.berth.examples.quickstart;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All there is to show at one moment.
 *
 * @param now by the wall clock
 * @param elapsed since the beginning
 * @param scene the present one; empty once all are over
 * @param engine the engine's process
 * @param fleet as last told
 * @param departed replicas that stopped lately
 * @param requests what was sent
 * @param news the latest, oldest first
 */
record Moment(
    Instant now,
    Duration elapsed,
    Optional<Scene> scene,
    EngineLife engine,
    Fleet fleet,
    List<Replica> departed,
    Requests requests,
    List<News> news) {
  /**
   * The process that hosts the engine.
   *
   * @param status what became of it
   * @param pid its number; 0 before it was started
   * @param since when it came to that status
   */
  record EngineLife(Status status, long pid, Instant since) {
    /** What became of the process. */
    enum Status {
      /** Is on its way up. */
      STARTING,
      /** Works. */
      UP,
      /** Was killed. */
      KILLED,
      /** Ended as it was told to. */
      ENDED
    }
  }

  /**
   * The requests until now.
   *
   * @param sent all
   * @param failed those without the right answer
   * @param retried those that hit the killed replica and were sent again
   * @param slices by time, oldest first
   */
  record Requests(long sent, long failed, long retried, List<Slice> slices) {
    Requests {
      slices = List.copyOf(slices);
    }
  }
}
