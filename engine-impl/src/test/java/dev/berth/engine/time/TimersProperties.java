package dev.berth.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The timer queue against a map from what is woken to when. */
class TimersProperties {
  enum Kind {
    SET,
    CANCEL,
    PASS
  }

  record Step(Kind kind, long number, int seconds) {}

  @Property
  void wakesEachAtItsEarliestTimeAndOnceUnlessCancelled(@ForAll("steps") List<Step> steps) {
    Timers timers = new Timers();
    Map<Wake, Instant> expected = new HashMap<>();
    Instant now = Instant.EPOCH;
    for (Step step : steps) {
      Wake wake = new Wake.OfCall(step.number());
      if (step.kind() == Kind.SET) {
        Instant at = now.plusSeconds(step.seconds());
        timers.set(wake, at);
        expected.merge(wake, at, (one, other) -> one.isBefore(other) ? one : other);
      } else if (step.kind() == Kind.CANCEL) {
        timers.cancel(wake);
        expected.remove(wake);
      } else {
        now = now.plusSeconds(step.seconds());
        Instant reached = now;
        Set<Wake> due =
            expected.keySet().stream()
                .filter(one -> !expected.get(one).isAfter(reached))
                .collect(Collectors.toSet());
        List<Wake> woken = timers.due(now);
        assertThat(woken).doesNotHaveDuplicates().hasSameElementsAs(due);
        assertThat(woken.stream().map(expected::get).toList()).isSorted();
        expected.keySet().removeAll(due);
      }
      assertThat(timers.next())
          .isEqualTo(expected.values().stream().min(Instant::compareTo).or(Optional::empty));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(Kind.SET, Kind.SET, Kind.SET, Kind.CANCEL, Kind.PASS, Kind.PASS),
            Arbitraries.longs().between(1, 5),
            Arbitraries.integers().between(0, 9))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
