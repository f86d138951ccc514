package dev.berth.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ConflictException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** What is placed where, against a map. */
class LedgerTest {
  /** Adds so many, or removes as many. */
  record Change(int node, int demand, int amount) {}

  private final Ledger ledger = new Ledger();

  @Property(tries = 500)
  void isWhatAMapWouldBe(@ForAll("changes") List<Change> changes) {
    Ledger tried = new Ledger();
    Map<List<Integer>, Integer> expected = new HashMap<>();
    for (Change change : changes) {
      List<Integer> key = List.of(change.node(), change.demand());
      for (int i = 0; i < change.amount(); i++) {
        tried.add(change.node(), change.demand());
        expected.merge(key, 1, Integer::sum);
      }
      for (int i = 0; i < -change.amount(); i++) {
        int before = expected.getOrDefault(key, 0);
        assertThat(tried.remove(change.node(), change.demand())).isEqualTo(before > 0);
        expected.put(key, Math.max(0, before - 1));
      }
    }
    for (Change change : changes) {
      int count = expected.getOrDefault(List.of(change.node(), change.demand()), 0);
      assertThat(tried.get(change.node(), change.demand())).isEqualTo(count);

      Set<Integer> nodes = new TreeSet<>();
      tried.forEachNode(change.demand(), nodes::add);
      assertThat(nodes.contains(change.node())).isEqualTo(count > 0);
    }
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    // Around the number from which on a demand is in no list, and as many as a list cannot hold.
    Arbitrary<Integer> demands =
        Arbitraries.of(0, 1, 2, 7, NumberLists.NUMBERS - 1, NumberLists.NUMBERS, Ledger.MOST - 1);
    Arbitrary<Integer> amounts =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(-3, 3)),
            Tuple.of(1, Arbitraries.integers().between(-300, 300)));
    return Combinators.combine(Arbitraries.of(0, 1, 2, 40), demands, amounts)
        .as(Change::new)
        .list()
        .ofMaxSize(80);
  }

  @Test
  void refusesOneMoreThanItCanCountAndCountsOnAfterOneLess() {
    for (int i = 0; i < Ledger.MOST_COUNT; i++) {
      ledger.add(3, 5);
    }

    assertThatThrownBy(() -> ledger.add(3, 5))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("1048575 placements of one demand");
    assertThat(ledger.get(3, 5)).isEqualTo(Ledger.MOST_COUNT);

    assertThat(ledger.remove(3, 5)).isTrue();
    ledger.add(3, 5);
    assertThat(ledger.get(3, 5)).isEqualTo(Ledger.MOST_COUNT);
  }

  @Test
  void hasNothingOfANodeThatNeverHadAny() {
    assertThat(ledger.get(1_000, 5)).isZero();
    assertThat(ledger.remove(1_000, 5)).isFalse();
  }
}
