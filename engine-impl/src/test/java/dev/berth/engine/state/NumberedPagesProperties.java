package dev.berth.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Pages against a sorted map, and sets of numbers against a sorted set. */
class NumberedPagesProperties {
  enum Kind {
    PUT,
    REMOVE,
    COPY
  }

  record Step(Kind kind, long number, int value) {}

  @Property
  void holdWhatASortedMapHolds(@ForAll("steps") List<Step> steps) {
    NumberedPages<Integer> pages = new NumberedPages<>();
    TreeMap<Long, Integer> expected = new TreeMap<>();
    List<NumberedPages<Integer>> copies = new ArrayList<>();
    List<TreeMap<Long, Integer>> expectedCopies = new ArrayList<>();
    for (Step step : steps) {
      switch (step.kind()) {
        case PUT ->
            assertThat(pages.put(step.number(), step.value()))
                .isEqualTo(expected.put(step.number(), step.value()));
        case REMOVE ->
            assertThat(pages.remove(step.number())).isEqualTo(expected.remove(step.number()));
        case COPY -> {
          copies.add(pages.copy());
          expectedCopies.add(new TreeMap<>(expected));
        }
      }
      assertHolds(pages, expected);
    }
    for (int i = 0; i < copies.size(); i++) {
      assertHolds(copies.get(i), expectedCopies.get(i));
    }
  }

  @Property
  void canBeChangedInACopyWithoutTheOriginal(@ForAll("steps") List<Step> steps) {
    NumberedPages<Integer> original = new NumberedPages<>();
    TreeMap<Long, Integer> expected = new TreeMap<>();
    steps.forEach(step -> {
      original.put(step.number(), step.value());
      expected.put(step.number(), step.value());
    });
    NumberedPages<Integer> copy = original.copy();
    steps.forEach(step -> copy.put(step.number(), -step.value() - 1));
    assertHolds(original, expected);
  }

  private static void assertHolds(
      NumberedPages<Integer> pages, NavigableMap<Long, Integer> expected) {
    assertThat(pages.size()).isEqualTo(expected.size());
    assertThat(pages).containsExactlyElementsOf(expected.values());
    List<Integer> descending = new ArrayList<>();
    pages.descending().forEachRemaining(descending::add);
    assertThat(descending).containsExactlyElementsOf(expected.descendingMap().values());
    expected.forEach((number, value) -> assertThat(pages.get(number)).isEqualTo(value));
    NumberedPages<Integer> again = new NumberedPages<>();
    expected.descendingMap().forEach(again::put);
    assertThat(pages).isEqualTo(again).hasSameHashCodeAs(again);
  }

  @Property
  void numbersAreWhatASortedSetHolds(@ForAll("steps") List<Step> steps) {
    TaskNumbers numbers = new TaskNumbers();
    TreeMap<Long, Integer> expected = new TreeMap<>();
    for (Step step : steps) {
      if (step.kind() == Kind.REMOVE) {
        assertThat(numbers.remove(step.number())).isEqualTo(expected.remove(step.number()) != null);
      } else {
        assertThat(numbers.add(step.number())).isEqualTo(expected.put(step.number(), 1) == null);
      }
      assertThat(numbers.contains(step.number())).isEqualTo(step.kind() != Kind.REMOVE);
    }
    assertThat(numbers.size()).isEqualTo(expected.size());
    assertThat(numbers).containsExactlyElementsOf(expected.keySet());
    assertThat(numbers.descending()).containsExactlyElementsOf(expected.descendingKeySet());
    if (!expected.isEmpty()) {
      assertThat(numbers.first()).isEqualTo(expected.firstKey());
      assertThat(numbers.last()).isEqualTo(expected.lastKey());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Long> numbers =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20),
            Arbitraries.longs().between(505, 520),
            Arbitraries.longs().between(0, 5_000));
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(Kind.PUT)),
                Tuple.of(4, Arbitraries.just(Kind.REMOVE)),
                Tuple.of(1, Arbitraries.just(Kind.COPY))),
            numbers,
            Arbitraries.integers().between(0, 9))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
