package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Counts without boxes, against a map with them. */
class LongCountsTest {
  record Addition(long key, int amount) {}

  @Property(tries = 500)
  void isWhatAMapWouldBe(@ForAll("additions") List<Addition> additions) {
    LongCounts counts = new LongCounts();
    Map<Long, Integer> expected = new HashMap<>();
    for (Addition addition : additions) {
      int sum = expected.merge(addition.key(), addition.amount(), Integer::sum);
      expected.values().removeIf(count -> count == 0);

      assertThat(counts.add(addition.key(), addition.amount())).isEqualTo(sum);
      assertThat(counts.size()).isEqualTo(expected.size());
    }
    // As many keys as expected, and each with its count: there are no others.
    for (Addition addition : additions) {
      assertThat(counts.get(addition.key())).isEqualTo(expected.getOrDefault(addition.key(), 0));
    }
  }

  @Provide
  Arbitrary<List<Addition>> additions() {
    Arbitrary<Long> few = Arbitraries.longs().between(0, 40);
    Arbitrary<Long> any = Arbitraries.longs();
    // Node and port in one number, as fixed ports have them.
    Arbitrary<Long> pairs = Combinators.combine(few, few).as((node, port) -> node << 32 | port);
    return Combinators.combine(
            Arbitraries.oneOf(List.of(few, pairs, any)), Arbitraries.integers().between(-2, 2))
        .as(Addition::new)
        .list()
        .ofMaxSize(300);
  }
}
