package dev.berth.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The architecture as rules: {@code command -> decide -> event -> journal -> state -> reconcile ->
 * placement -> dispatch -> driver -> observe}, a pure core, and a library that is a guest.
 */
@AnalyzeClasses(packages = "dev.berth", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ENGINE = "dev.berth.engine";

  /** The interfaces users and drivers see, without the packages below them. */
  private static final String[] API = {
    "dev.berth", "dev.berth.model", "dev.berth.view", "dev.berth.event", "dev.berth.spi"
  };

  /** Everything that is a function of what it is handed, and the loop that calls it. */
  private static final DescribedPredicate<JavaClass> CORE =
      resideInAnyPackage(
              "dev.berth.placement..",
              ENGINE + ".command..",
              ENGINE + ".decide..",
              ENGINE + ".state..",
              ENGINE + ".reconcile..",
              ENGINE + ".place..",
              ENGINE + ".dispatch..",
              ENGINE + ".observe..",
              ENGINE + ".time..",
              ENGINE + ".loop..")
          .and(not(simpleName("NetworkProber")))
          .and(not(simpleName("LoopThread")))
          .and(not(simpleName("JournalThread")))
          .as("the core");

  private static final Set<String> AMBIENT_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.util.UUID.randomUUID");

  /** Time, chance and identity that nobody handed in; called or referred to. */
  private static final DescribedPredicate<JavaAccess<?>> AMBIENT =
      describe(
          "time, chance or identity hashes",
          access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getTarget().getName();
            boolean reader = name.equals("now") || name.startsWith("system");
            return AMBIENT_CALLS.contains(owner + "." + name)
                || (owner.startsWith("java.time.") && reader);
          });

  @ArchTest static final ArchRule COMMAND_STANDS_ALONE = stage("command");

  @ArchTest static final ArchRule TIME_STANDS_ALONE = stage("time");

  @ArchTest static final ArchRule JOURNAL_STANDS_ALONE = stage("journal");

  @ArchTest static final ArchRule STATE_STANDS_ALONE = stage("state");

  @ArchTest
  static final ArchRule SNAPSHOT_WRITES_THE_STATE_AS_EVENTS_ARE_WRITTEN =
      stage("snapshot", "state", "journal");

  @ArchTest static final ArchRule RECONCILE_READS_THE_STATE = stage("reconcile", "state");

  @ArchTest static final ArchRule PLACE_READS_THE_STATE = stage("place", "state");

  @ArchTest
  static final ArchRule DECIDE_READS_COMMANDS_AND_THE_STATE =
      stage("decide", "command", "state", "place");

  @ArchTest
  static final ArchRule DISPATCH_TURNS_EVENTS_INTO_COMMANDS =
      stage("dispatch", "command", "state", "time");

  @ArchTest
  static final ArchRule OBSERVE_TURNS_WHAT_IS_SEEN_INTO_COMMANDS =
      stage("observe", "command", "state", "time", "dispatch");

  @ArchTest
  static final ArchRule THE_LOOP_KNOWS_EVERY_STAGE_BUT_NOT_WHO_WIRES_IT =
      noClasses()
          .that()
          .resideInAPackage(ENGINE + ".loop")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE, "dev.berth.ecs..", "dev.berth.journal..");

  @ArchTest
  static final ArchRule THE_STAGES_HAVE_NO_CYCLE =
      slices().matching(ENGINE + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_PLACE_KNOWS_THE_PLACEMENT_CORE =
      noClasses()
          .that()
          .resideInAPackage(ENGINE + "..")
          .and()
          .resideOutsideOfPackage(ENGINE + ".place..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.berth.placement..");

  @ArchTest
  static final ArchRule THE_PLACEMENT_CORE_KNOWS_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.placement..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE + "..", "dev.berth.ecs..", "dev.berth.journal..");

  @ArchTest
  static final ArchRule THE_QUERY_LANGUAGE_STANDS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.placement.query")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.berth.placement", "dev.berth.model..", "dev.berth.view..");

  /** The query language is ECS's own, so that a file's expressions are checked where they stand. */
  @ArchTest
  static final ArchRule ECS_KNOWS_NOTHING_OF_THE_ENGINE =
      noClasses()
          .that()
          .resideInAPackage("dev.berth.ecs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE + "..", "dev.berth.placement", "dev.berth.journal..");

  @ArchTest
  static final ArchRule THE_API_DEPENDS_ON_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAnyPackage(API)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..").or(resideInAnyPackage(API)));

  @ArchTest
  static final ArchRule THE_CORE_READS_NO_CLOCK_NO_CHANCE_AND_NO_IDENTITY =
      noClasses().that(CORE).should().accessTargetWhere(AMBIENT);

  @ArchTest
  static final ArchRule THE_CORE_USES_NO_THREAD_CLOCK_OR_RANDOM_NUMBERS =
      noClasses()
          .that(CORE)
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo("java.time.InstantSource")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo("java.util.random.RandomGenerator")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.IdentityHashMap")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Timer")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.Executors");

  @ArchTest
  static final ArchRule THE_JOURNAL_TAKES_CHANCE_FOR_ENGINE_IDS_ONLY =
      noClasses()
          .that()
          .resideInAPackage(ENGINE + ".journal..")
          .and()
          .doNotHaveSimpleName("EngineIds")
          .should()
          .dependOnClassesThat()
          .areAssignableTo("java.util.random.RandomGenerator")
          .orShould()
          .accessTargetWhere(AMBIENT);

  @ArchTest
  static final ArchRule NOBODY_SLEEPS_IN_THE_CORE_OR_JOURNAL =
      noClasses()
          .that(CORE.or(resideInAPackage(ENGINE + ".journal..")))
          .should()
          .accessTargetWhere(
              describe(
                  "Thread.sleep",
                  access ->
                      access.getTarget().getName().equals("sleep")
                          && access.getTargetOwner().getName().startsWith("java.")));

  @ArchTest
  static final ArchRule NOBODY_ENDS_THE_PROCESS_OR_SURPRISES_ITS_END =
      noClasses()
          .should()
          .accessTargetWhere(
              describe(
                  "exit, halt or shutdown hooks",
                  access ->
                      Set.of("exit", "halt", "addShutdownHook")
                              .contains(access.getTarget().getName())
                          && Set.of("java.lang.System", "java.lang.Runtime")
                              .contains(access.getTargetOwner().getName())));

  @ArchTest
  static final ArchRule NOTHING_GLOBAL_CHANGES = fields().that().areStatic().should().beFinal();

  @ArchTest static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = names();

  /** A package of the engine that knows, of the engine, itself and {@code known} only. */
  private static ArchRule stage(String name, String... known) {
    List<String> allowed = new ArrayList<>(List.of(ENGINE + "." + name + ".."));
    for (String other : known) {
      allowed.add(ENGINE + "." + other + "..");
    }
    return noClasses()
        .that()
        .resideInAPackage(ENGINE + "." + name + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ENGINE + "..")
                .and(not(resideInAnyPackage(allowed.toArray(String[]::new))))
                .as("are of the engine, but not of %s", allowed));
  }

  private static ArchRule names() {
    CompositeArchRule rules = null;
    for (String vague : List.of("Impl", "Manager", "Helper", "Util", "Utils", "Helpers")) {
      ArchRule rule = noClasses().should().haveSimpleNameEndingWith(vague);
      rules = rules == null ? CompositeArchRule.of(rule) : rules.and(rule);
    }
    return rules;
  }
}
