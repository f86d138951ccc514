package dev.berth.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.event.EventRecord;
import dev.berth.event.TaskPlaced;
import dev.berth.model.TaskId;
import dev.berth.spi.JournalEntry;
import dev.berth.testkit.DyingJournal.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever the engine dies, the next one brings everything to where it was meant to be. */
class CrashTest {
  /** One prefix in seven, for time: together with three lengths it meets every kind of entry. */
  private static final int EACH_PREFIX = 7;

  private final EventCodec codec = new EventCodec();

  @ParameterizedTest
  @EnumSource
  void goesOnAfterADeathAtAnyAppend(Moment moment) {
    int fatal = 2;
    while (survivesDeathAtAppend(fatal, moment)) {
      fatal++;
    }
    assertThat(fatal).as("the appends of the history").isGreaterThan(50);
  }

  /** Whether the history had so many appends that the engine died. */
  private static boolean survivesDeathAtAppend(int fatal, Moment moment) {
    World world = new World();
    CrashHistory history = new CrashHistory(world);
    world.start(new DyingJournal(world.journal, fatal, moment), world.driver());
    boolean died =
        history.run(
            CrashHistory.LENGTH,
            () -> {
              world.time.runFor(ofMillis(50 + 37 * (fatal % 11)));
              world.start();
            });
    if (died) {
      assertThatCode(history::verify)
          .as("died %s append %d", moment, fatal)
          .doesNotThrowAnyException();
    }
    return died;
  }

  @Test
  void goesOnAfterADeathAtAnyMoment() {
    for (int millis = 0; millis < 42_700; millis += 410) {
      World world = new World();
      CrashHistory history = new CrashHistory(world);
      world.start();
      world.time.schedule(
          ofMillis(millis),
          () -> {
            throw new CrashHistory.Crash();
          });
      int down = millis % 1000;
      boolean died =
          history.run(
              CrashHistory.LENGTH,
              () -> {
                world.time.runFor(ofMillis(down));
                world.start();
              });
      assertThat(died).as("died after %d ms", millis).isTrue();
      assertThatCode(history::verify).as("died after %d ms", millis).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, 15})
  void refusesAJournalThatLostItsEndAndTakesUpEveryOther(int steps) {
    int length = 1;
    for (int left = 0; left <= length; left += EACH_PREFIX) {
      World world = new World();
      CrashHistory history = new CrashHistory(world);
      world.start();
      history.run(steps, () -> {});
      world.crash();
      // What the drivers had been asked for is done meanwhile.
      world.time.runFor(ofMinutes(1));
      List<JournalEntry> entries = entries(world);
      length = entries.size();
      CutJournal cut = new CutJournal(world.journal, entries.subList(0, left));
      List<TaskId> before = world.driver().running();
      if (newestIntent(world, entries) > left) {
        assertThatThrownBy(() -> world.start(cut, world.driver()))
            .as("%d of %d entries left", left, length)
            .isInstanceOf(JournalException.class);
        world.time.runFor(ofMinutes(1));
        assertThat(world.driver().running()).isEqualTo(before);
      } else {
        history.forget();
        world.start(cut, world.driver());
        assertThatCode(history::verify)
            .as("%d of %d entries left", left, length)
            .doesNotThrowAnyException();
      }
    }
  }

  private static List<JournalEntry> entries(World world) {
    List<JournalEntry> entries = new ArrayList<>();
    world.journal.open();
    world.journal.read(0, entries::add);
    return entries;
  }

  /** What the labels of the tasks tell: the newest of the journal's entries that created one. */
  private long newestIntent(World world, List<JournalEntry> entries) {
    Set<TaskId> left = Set.copyOf(world.driver().tasks());
    return entries.stream()
        .map(codec::toRecord)
        .filter(
            record -> record.event() instanceof TaskPlaced placed && left.contains(placed.task()))
        .mapToLong(EventRecord::sequence)
        .max()
        .orElse(0);
  }
}
