package dev.berth.driver.process.crash;

import dev.berth.driver.process.crash.CrashTally.Doing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One life of the engine, from its start to its death. */
final class CrashLife {
  private static final double LONGEST_DELAY_MILLIS = 400;
  private static final long PATIENCE_WITH_AIM_MILLIS = 300;

  private final CrashJvm jvm;
  private final Promises promises;
  private final CrashedMachine machine;
  private final CrashTally tally;
  private final Random random;
  private final Map<String, Promises.Wanted> services = new TreeMap<>();
  private final Map<String, String> tasks = new TreeMap<>();
  private boolean ready;
  private boolean standsStill;
  private boolean settled;
  private boolean closed;
  private Doing doing = Doing.STARTING;

  CrashLife(
      CrashJvm jvm, Promises promises, CrashedMachine machine, CrashTally tally, Random random) {
    this.jvm = jvm;
    this.promises = promises;
    this.machine = machine;
    this.tally = tally;
    this.random = random;
  }

  /**
   * Lets it go as planned, until it is killed.
   *
   * @param usualStartMillis how long a start takes on this machine
   */
  void go(CrashPlan plan, double usualStartMillis) throws InterruptedException {
    if (plan.duringStart() && plan.aim().isEmpty()) {
      listenFor(plan.delay() * usualStartMillis);
    } else {
      awaitReady();
    }
    // Where it stands still before it is ready, it can be asked nothing.
    if (!plan.duringStart() && ready) {
      if (plan.settle()) {
        settle();
      }
      if (plan.disturb()) {
        machine.disturb(random);
      }
      order(plan.orders());
      await(() -> promises.unanswered() <= plan.orders() - plan.answers());
      listenFor(
          plan.aim().isPresent()
              ? PATIENCE_WITH_AIM_MILLIS
              : Math.pow(LONGEST_DELAY_MILLIS, plan.delay()));
    }
    die();
  }

  private void die() throws InterruptedException {
    for (String line : jvm.kill()) {
      hear(line);
    }
    tally.killed(doing, standsStill, promises.unanswered());
    promises.died();
    tally.left(machine.halfStarted(), machine.halfMade());
  }

  /** Listens until it is ready, or stands still. */
  void awaitReady() throws InterruptedException {
    await(() -> ready);
  }

  /** Lets it bring everything to where it is meant to be, and compares with the machine. */
  void settle() throws InterruptedException {
    settled = false;
    tasks.clear();
    if (standsStill) {
      return;
    }
    jvm.tell("settle");
    await(() -> settled);
    if (!settled) {
      return;
    }
    doing = Doing.IDLE;
    requireWanted();
    machine.requireExactly(tasks);
    tally.settled();
  }

  private void requireWanted() {
    Map<String, Promises.Wanted> running = new TreeMap<>();
    tasks.forEach((task, version) -> {
      String service = task.split("--", -1)[1];
      running.merge(
          service,
          new Promises.Wanted(1, version),
          (one, other) -> new Promises.Wanted(one.count() + 1, version));
    });
    Map<String, Promises.Wanted> wanted = new TreeMap<>(promises.wanted());
    wanted.values().removeIf(service -> service.count() == 0);
    if (!running.equals(wanted)) {
      throw new IllegalStateException(
          "settled with %s, where %s was acknowledged".formatted(tasks, wanted));
    }
    for (String task : promises.stopped()) {
      if (tasks.containsKey(task)) {
        throw new IllegalStateException(
            "the stop of task %s was acknowledged, and it runs".formatted(task));
      }
    }
  }

  /** Closes it in order. */
  void close() throws InterruptedException {
    jvm.tell("close");
    await(() -> closed);
    int code = jvm.end();
    if (code != 0) {
      throw new IllegalStateException("it was closed, and ended with " + code);
    }
    machine.requireExactly(Map.of());
  }

  private void order(int count) {
    for (int i = 0; i < count; i++) {
      CrashOrder order = CrashOrders.draw(random, promises);
      doing = doing(order);
      jvm.tell(promises.asked(order) + " " + order.line());
    }
  }

  private static Doing doing(CrashOrder order) {
    return switch (order) {
      case CrashOrder.Create create -> Doing.SCALING;
      case CrashOrder.Scale scale -> Doing.SCALING;
      case CrashOrder.Update update -> Doing.DEPLOYING;
      case CrashOrder.Stop stop -> Doing.STOPPING;
      case CrashOrder.Delete delete -> Doing.STOPPING;
    };
  }

  private void await(BooleanSupplier fact) throws InterruptedException {
    while (!fact.getAsBoolean() && !standsStill) {
      hear(jvm.listen());
    }
  }

  private void listenFor(double millis) throws InterruptedException {
    long deadline = System.nanoTime() + (long) (millis * 1e6);
    for (long left = deadline - System.nanoTime();
        left > 0 && !standsStill;
        left = deadline - System.nanoTime()) {
      Optional<String> line = jvm.listen(left, TimeUnit.NANOSECONDS);
      line.ifPresent(this::hear);
    }
  }

  private void hear(String line) {
    List<String> words = List.of(line.split(" ", 3));
    switch (words.getFirst()) {
      case "service" -> hearOfService(line.split(" "));
      case "ready" -> {
        ready = true;
        doing = Doing.RECOVERING;
        promises.requireKept(services);
      }
      case "done" -> promises.done(Long.parseLong(words.get(1)), words.get(2));
      case "refused" -> promises.refused(Long.parseLong(words.get(1)), words.get(2));
      case "task" -> {
        String[] task = line.split(" ");
        tasks.put(task[1], task[3].equals("RUNNING") ? task[2] : task[3]);
      }
      case "settled" -> settled = true;
      case "aimed" -> standsStill = true;
      case "closed" -> closed = true;
      default -> throw new IllegalStateException("the program said: " + line);
    }
  }

  private void hearOfService(String[] words) {
    if (words[4].equals("up")) {
      services.put(words[1], new Promises.Wanted(Integer.parseInt(words[2]), words[3]));
    }
  }

  @Override
  public String toString() {
    return doing + (standsStill ? ", standing still" : "");
  }
}
