package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is expected of the service: by the engine's word, by the answers to the requests, and by the
 * processes that the operating system has. Each throws {@link Unexpected} if it is not met.
 */
final class Expectations {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Between two deeds: so many requests see that all is well, and a person, too. */
  private static final int ANSWERS_BETWEEN = 120;

  private final Watched<Fleet> fleet;
  private final Traffic traffic;
  private final Tally tally;
  private final Processes processes;

  Expectations(Watched<Fleet> fleet, Traffic traffic, Tally tally, Processes processes) {
    this.fleet = fleet;
    this.traffic = traffic;
    this.tally = tally;
    this.processes = processes;
  }

  /** In a while the engine tells of such a fleet. */
  Fleet soon(String what, Predicate<Fleet> wanted) {
    return fleet.await(what, LIMIT, wanted);
  }

  /**
   * In a while there are so many replicas of that version and nothing else, and they serve.
   *
   * @return their processes by task number
   */
  Map<Long, Long> settled(int count, int version) {
    Fleet settled =
        soon(
            "%d healthy replicas of v%d and no others".formatted(count, version),
            seen -> seen.settledAt(count, version));
    equal("the number of addresses", count, settled.open().size());
    traffic.expectVersions(version);
    Map<Long, Long> servers = processes.servers();
    equal("tasks with a process", settled.numbers(), servers.keySet());
    served();
    equal("tasks with any process", settled.numbers(), processes.tasks());
    return servers;
  }

  /** Many requests are answered, and none has failed yet. */
  void served() {
    tally.awaitAnswers(ANSWERS_BETWEEN);
    tally.requireNoFailure();
  }

  /** While no engine runs, what requests may reach serves on, and no process comes or goes. */
  Map<Long, Long> servedAlone(Fleet last) {
    Map<Long, Long> servers = processes.servers();
    Set<Long> missing = new TreeSet<>();
    last.openReplicas().forEach(replica -> missing.add(replica.number()));
    missing.removeAll(servers.keySet());
    equal("open replicas without a process", Set.of(), missing);
    served();
    equal("the processes while no engine runs", servers, processes.servers());
    return servers;
  }

  /** The tasks that are {@code kept} have the same processes as {@code among} others. */
  static void kept(Map<Long, Long> kept, Map<Long, Long> among) {
    Map<Long, Long> seen = new TreeMap<>(among);
    seen.keySet().retainAll(kept.keySet());
    equal("the processes of the tasks that stay", kept, seen);
  }

  /** None of the tasks before is among those after. */
  static void allReplaced(Set<Long> before, Set<Long> after) {
    Set<Long> still = new TreeSet<>(before);
    still.retainAll(after);
    equal("old tasks still there", Set.of(), still);
  }

  /** Every request was answered, and no process is left. */
  void nothingLeft() {
    tally.requireNoFailure();
    equal("processes left behind", List.of(), processes.leftAfterAMoment());
  }

  private static void equal(String what, Object expected, Object seen) {
    if (!expected.equals(seen)) {
      throw Unexpected.of("%s to be %s".formatted(what, expected), seen.toString());
    }
  }
}
