package dev.berth.testkit;

import java.util.List;

/** The protocols that the simulation has to see through. */
final class Mutants {
  private static final String LOOP = "loop/EngineLoop";
  private static final String LEDGER = "loop/Ledger";
  private static final String DISPATCHER = "dispatch/Dispatcher";
  private static final String EFFECT = "dispatch/Effect";
  private static final String LISTINGS = "observe/Listings";
  private static final String REPORTS = "decide/ReportDecider";
  private static final String SERVICES = "reconcile/ServiceReconciler";
  private static final String TAIL = "journal/Tail";

  private Mutants() {}

  static List<Mutant> all() {
    return List.of(
        Mutant.of(
                "carries an intent out before it is durable",
                LEDGER,
                """
                    if (!step.entries().isEmpty()) {
                      journal.append(lease.epoch(), step.entries());
                    }
                """,
                """
                    held.addAll(step.entries());
                    if (!held.isEmpty() && !held.get(held.size() - 1).type().equals("TaskPlaced")) {
                      journal.append(lease.epoch(), held);
                      held = new ArrayList<>();
                    }
                """)
            .and(
                LEDGER,
                "  private long sequence;\n",
                "  private long sequence;\n  private List<JournalEntry> held = new ArrayList<>();\n"),
        Mutant.of(
            "flushes after the calls",
            LOOP,
            "    append(step);\n    finish(step, now);\n",
            "    finish(step, now);\n    append(step);\n"),
        Mutant.of(
            "acknowledges before the flush",
            LOOP,
            "    append(step);\n    finish(step, now);\n",
            "    step.replies().forEach(Runnable::run);\n    append(step);\n    finish(step, now);\n"),
        Mutant.of(
            "creates and starts in one call",
            "dispatch/DriverCalls",
            "driver -> driver.create(launch));",
            """
            driver ->
                driver
                    .create(launch)
                    .thenCompose(made ->
                        driver.start(made.handle(), definition.containers().get(0).name())));
            """),
        Mutant.of(
            "looks at no listing when it starts",
            "Recovery",
            "for (TaskReport report : listing.tasks()) {",
            "for (TaskReport report : listing.tasks().subList(0, 0)) {"),
        Mutant.of(
            "takes a stale listing for a death",
            LISTINGS,
            "compare(driver, expected, listing, reports)",
            "compare(driver, ExpectedTasks.on(state, wake.driver()), listing, reports)"),
        Mutant.of(
                "lets an old epoch append",
                TAIL,
                "    requireNewest(journal, epochOfCaller);\n    long expected",
                "    long expected")
            .and(TAIL, "      if (entry.epoch() != epoch) {", "      if (entry.epoch() > epoch) {"),
        Mutant.of(
                "calls drivers without the lead",
                "LedDriver",
                """
                  public CompletionStage<TaskReport> create(TaskLaunch launch) {
                    requireLead.run();
                """,
                """
                  public CompletionStage<TaskReport> create(TaskLaunch launch) {
                """)
            .and(LEDGER, "    journal.requireLead(lease.epoch());\n", ""),
        Mutant.of(
                "repeats effects at the replay that were carried out",
                EFFECT,
                "    candidates.removeIf(effect -> !effect.pertinent(task));\n",
                "")
            .and(
                DISPATCHER,
                "if (task == null || !call.effect.pertinent(task)) {",
                "if (task == null) {"),
        Mutant.of(
            "takes a call with unknown outcome for a failure",
            DISPATCHER,
            "case TIMED_OUT, UNAVAILABLE -> true;",
            "case TIMED_OUT, UNAVAILABLE -> false;"),
        Mutant.of(
            "starts again what was started before",
            "SimulatedMachine",
            "    if (container.begun) {\n",
            "    if (container.begun && container.exit != null) {\n"),
        Mutant.of(
            "removes what drains without a reason in the journal",
            LISTINGS,
            "Optional<TaskState> known = state.task(id);",
            "Optional<TaskState> known = state.task(id).filter(TaskState::wanted);"),
        Mutant.of(
            "gives resources back before the task is gone",
            LEDGER,
            "record.event() instanceof TaskStopped stopped",
            "record.event() instanceof dev.berth.event.TaskStopping stopped"),
        Mutant.of(
            "forgets a stop when it is started again",
            EFFECT,
            "    task.containers().forEach(container -> candidates.add(new Stop(task.id(), container.name())));\n",
            ""),
        Mutant.of(
            "gives a stop up that failed",
            DISPATCHER,
            "case Effect.Stop stop -> LOG.warn(\"{} failed, trying again: {}\", stop, message(cause));",
            "case Effect.Stop stop -> open.remove(call.number);"),
        Mutant.of(
            "waits for ever for a call that hangs",
            DISPATCHER,
            "    timers.set(new Wake.OfCall(call.number), now.plus(limit(call.effect, task)));\n",
            ""),
        Mutant.of(
            "leaves the remainder of a stopped task",
            LISTINGS,
            """
              public static void destroy(Driver driver, TaskHandle handle) {
                try {
            """,
            """
              public static void destroy(Driver driver, TaskHandle handle) {
                if (driver != null) {
                  return;
                }
                try {
            """),
        Mutant.of(
            "ignores the floor in a rolling update",
            SERVICES,
            "Math.min(spare, wantedStops - (stops.count() - before))",
            "Math.max(spare, wantedStops - (stops.count() - before))"),
        Mutant.of(
                "ignores the floor in a scale-in",
                SERVICES,
                "new Standing[] {Standing.UNPLACED, Standing.PENDING, Standing.WAITING}",
                "new Standing[] {}")
            .and(
                SERVICES,
                "Math.min(Math.min(spare, surplus - stops.count()), MOST_AT_ONCE - stops.count())",
                "Math.min(surplus, counts.healthy())"),
        Mutant.of(
            "ignores the ceiling",
            SERVICES,
            "int start = Math.min(missing, room);",
            "int start = missing;"),
        Mutant.of(
            "withdraws routes after the stop",
            LOOP,
            """
                publish(step.events());
                step.replies().forEach(Runnable::run);
                dispatch(step.events(), now);
            """,
            """
                dispatch(step.events(), now);
                step.replies().forEach(Runnable::run);
                publish(step.events());
            """),
        Mutant.of(
            "believes a late report that something runs",
            REPORTS,
            "case ContainerReport.Running running -> {\n        if (container.phase() == Phase.STARTING) {",
            "case ContainerReport.Running running -> {\n        if (container.phase() != Phase.RUNNING) {"),
        Mutant.of(
                "takes what a cut cable hides for dead", REPORTS, " || onLostNode(task)) {", ") {")
            .and(REPORTS, "  private boolean onLostNode(", "  boolean onLostNode("),
        Mutant.of(
            "places tasks on a lost node",
            "place/Placement",
            "      pool(lost.node().cluster()).placer().drain(lost.node().name());\n",
            "      pool(lost.node().cluster());\n"),
        Mutant.of(
            "uses a node again before it is cleared",
            LISTINGS,
            "        if (clean) {\n",
            "        if (clean || listing.tasks() != null) {\n"));
  }
}
