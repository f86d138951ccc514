package dev.berth.examples.quickstart;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What happens to the service, scene by scene, and what is expected of it. */
final class Story implements AutoCloseable {
  private static final int FIRST_COUNT = EngineHost.FIRST_COUNT;
  private static final int HIGH_COUNT = 5;
  private static final int LOW_COUNT = 2;

  private final WorkFolder folder;
  private final Board board;
  private final Traffic traffic;
  private final Processes processes;
  private final Expectations expect;
  private Optional<HostProcess> host = Optional.empty();
  private boolean closed;
  private int replaced;

  Story(WorkFolder folder, Board board, Tally tally) {
    this.folder = folder;
    this.board = board;
    traffic = new Traffic(() -> board.fleet().get().open(), tally);
    processes = new Processes(folder.root());
    expect = new Expectations(board.fleet(), traffic, tally, processes);
  }

  /** How many tasks were replaced by others. */
  int replaced() {
    return replaced;
  }

  /**
   * Plays every scene.
   *
   * @throws Unexpected if one goes another way than it should
   */
  void play() {
    start();
    loseReplica();
    scale(FIRST_COUNT, HIGH_COUNT);
    scale(HIGH_COUNT, LOW_COUNT);
    roll();
    loseEngine();
    stop();
    board.over();
  }

  private void start() {
    board.begin(Scene.START);
    folder.define(1);
    board.headline("starting the engine, and %d replicas of web.json".formatted(FIRST_COUNT));
    startHost();
    expect.soon("a replica to send requests to", fleet -> !fleet.open().isEmpty());
    traffic.expectVersions(1);
    traffic.start();
    expect.settled(FIRST_COUNT, 1);
    board.headline("%d replicas answer".formatted(FIRST_COUNT));
  }

  private void startHost() {
    HostProcess started;
    synchronized (this) {
      if (closed) {
        throw Unexpected.of("the story to go on", "its end");
      }
      started = HostProcess.start(folder, board);
      host = Optional.of(started);
    }
    started.awaitReady();
  }

  private synchronized HostProcess host() {
    return host.orElseThrow();
  }

  private void loseReplica() {
    board.begin(Scene.LOSE_REPLICA);
    Map<Long, Long> before = processes.servers();
    Replica victim = board.fleet().get().replicas().get(1);
    long pid =
        Optional.ofNullable(before.remove(victim.number()))
            .orElseThrow(() -> Unexpected.of("a process of " + victim.name(), "none"));
    traffic.expectVictim(victim.address());
    board.headline("SIGKILL to %s, process %d".formatted(victim.name(), pid));
    Processes.kill(pid);
    expect.soon(victim.name() + " to be gone", fleet -> !fleet.numbers().contains(victim.number()));
    Map<Long, Long> after = expect.settled(FIRST_COUNT, 1);
    Expectations.kept(before, after);
    traffic.expectVictim(Optional.empty());
    replaced++;
    board.headline("%s was replaced, the others run on".formatted(victim.name()));
  }

  private void scale(int from, int to) {
    board.begin(Scene.SCALE);
    Map<Long, Long> before = processes.servers();
    board.headline("scaling from %d to %d".formatted(from, to));
    host().send(new Command.Scale(to));
    Map<Long, Long> after = expect.settled(to, 1);
    if (to > from) {
      Expectations.kept(before, after);
    } else {
      Expectations.kept(after, before);
    }
    board.headline("%d replicas answer".formatted(to));
  }

  private void roll() {
    board.begin(Scene.ROLL);
    Map<Long, Long> before = processes.servers();
    beginRoll(2);
    Map<Long, Long> after = expect.settled(LOW_COUNT, 2);
    replaced(before.keySet(), after.keySet());
    board.headline("v2 alone answers");
  }

  private void beginRoll(int version) {
    traffic.expectVersions(version - 1, version);
    folder.define(version);
    board.headline("rolling from v%d to v%d".formatted(version - 1, version));
    host().send(new Command.Roll());
  }

  private void loseEngine() {
    board.begin(Scene.LOSE_ENGINE);
    Set<Long> before = processes.servers().keySet();
    beginRoll(3);
    Fleet half =
        expect.soon(
            "the roll to be half done, with one replica of either version open",
            fleet -> fleet.open().size() == LOW_COUNT && fleet.openVersions().equals(Set.of(2, 3)));
    board.headline("SIGKILL to the engine amid the roll, process %d".formatted(host().pid()));
    host().kill();
    Map<Long, Long> alone = expect.servedAlone(half);
    board.headline("v2 and v3 answer without an engine; starting one on the same journal");
    startHost();
    Map<Long, Long> after = expect.settled(LOW_COUNT, 3);
    replaced(before, after.keySet());
    Map<Long, Long> survivors = new TreeMap<>(alone);
    survivors.keySet().retainAll(after.keySet());
    Expectations.kept(survivors, after);
    board.headline("the new engine took up what ran and completed the roll");
  }

  private void replaced(Set<Long> before, Set<Long> after) {
    Expectations.allReplaced(before, after);
    replaced += before.size();
  }

  private void stop() {
    board.begin(Scene.STOP);
    board.headline("stopping everything");
    traffic.close();
    host().stop();
    expect.nothingLeft();
    board.headline("no process is left");
  }

  /** Ends everything, in whatever state it is, and kills what that left behind. */
  @Override
  public synchronized void close() {
    closed = true;
    traffic.close();
    host.ifPresent(HostProcess::close);
    for (Processes.Found left : processes.leftAfterAMoment()) {
      board.headline("killing what was left behind: " + left);
      Processes.kill(left.pid());
    }
  }
}
