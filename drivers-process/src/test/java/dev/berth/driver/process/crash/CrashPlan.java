package dev.berth.driver.process.crash;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What one life is to bring: drawn before it begins, so that a seed gives the same plans again. How
 * far the engine gets with them is a matter of the machine.
 *
 * @param duringStart whether it is killed before it is ready
 * @param aim where it stands still
 * @param settle whether it is left in peace first, and compared with the machine
 * @param disturb whether a process of a task is killed first
 * @param orders how many orders it gets
 * @param answers how many of them it may answer before the time to its death begins
 * @param delay the time to its death, from 0 to 1 of what is usual
 */
record CrashPlan(
    boolean duringStart,
    Optional<Aim> aim,
    boolean settle,
    boolean disturb,
    int orders,
    int answers,
    double delay) {
  private static final int LIVES_TO_SETTLE = 6;
  private static final int LARGEST_NUMBER_OF_ORDERS = 8;
  private static final List<String> VERBS =
      List.of("create", "start", "stop", "destroy", "recover", "list", "snapshot", "drop");

  static CrashPlan draw(Random random) {
    boolean duringStart = random.nextInt(4) == 0;
    boolean settle = random.nextInt(LIVES_TO_SETTLE) == 0;
    // Every second one that has settled is killed at rest.
    int orders = settle && random.nextBoolean() ? 0 : random.nextInt(LARGEST_NUMBER_OF_ORDERS + 1);
    return new CrashPlan(
        duringStart,
        random.nextInt(5) < 2 ? Optional.of(aim(random, duringStart)) : Optional.empty(),
        settle,
        orders > 0 && random.nextInt(6) == 0,
        orders,
        random.nextInt(orders + 1),
        random.nextDouble());
  }

  private static Aim aim(Random random, boolean duringStart) {
    Aim.When when = random.nextBoolean() ? Aim.When.BEFORE : Aim.When.AFTER;
    if (random.nextBoolean()) {
      return new Aim("append", 1 + random.nextInt(duringStart ? 4 : 30), when);
    }
    return new Aim(VERBS.get(random.nextInt(VERBS.size())), 1 + random.nextInt(4), when);
  }
}
