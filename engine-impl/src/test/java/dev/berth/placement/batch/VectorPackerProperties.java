package dev.berth.placement.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** What holds of every packing. */
class VectorPackerProperties {
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void aSmallBatchIsNeverBelowTheOracleAndAProofIsRight(@ForAll("small") VectorBatch batch) {
    long least = Exhaustive.leastCost(batch);

    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(30_000));

    assertValid(batch, packing);
    if (least == Exhaustive.IMPOSSIBLE) {
      assertThat(packing.unpacked()).isPositive();
      assertThat(packing.optimal()).isFalse();
    } else {
      assertThat(packing.lowerBound()).isLessThanOrEqualTo(least);
      if (packing.unpacked() == 0) {
        assertThat(packing.cost()).isGreaterThanOrEqualTo(least);
      }
      if (packing.optimal()) {
        assertThat(packing.cost()).isEqualTo(least);
      }
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void ofEqualBinsASmallBatchTakesAsFewAsTheOracleFinds(
      @ForAll("small") VectorBatch mixed, @ForAll @LongRange(min = 12, max = 20) long capacity) {
    // Limits and costs of several types are searched without a promise; equal bins are the core.
    long[] bin = new long[mixed.dimensions()];
    Arrays.fill(bin, capacity);
    long[][] items = new long[mixed.items()][mixed.dimensions()];
    for (int item = 0; item < items.length; item++) {
      for (int dimension = 0; dimension < bin.length; dimension++) {
        items[item][dimension] = mixed.size(item, dimension);
      }
    }
    VectorBatch batch = VectorBatch.of(items, bin);

    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(30_000));

    assertValid(batch, packing);
    assertThat(packing.unpacked()).isZero();
    assertThat(packing.cost()).isEqualTo(Exhaustive.leastCost(batch));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void everyPackingIsValidAndNeitherBelowItsBoundNorWorseThanFirstFitDecreasing(
      @ForAll("large") VectorBatch batch, @ForAll @LongRange(max = 20_000) long steps) {
    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(steps));

    assertValid(batch, packing);
    Layout firstFit =
        new Construction(batch, new Measures(batch)).firstFit(Measures.Norm.SCARCE_SQUARES);
    assertThat(packing.unpacked()).isLessThanOrEqualTo(firstFit.unpacked());
    if (packing.unpacked() == 0) {
      assertThat(packing.cost()).isGreaterThanOrEqualTo(packing.lowerBound());
    }
    if (packing.unpacked() == firstFit.unpacked()) {
      assertThat(packing.cost()).isLessThanOrEqualTo(firstFit.cost());
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void aPackingFollowsFromItsSeed(@ForAll("large") VectorBatch batch, @ForAll long seed) {
    Budget budget = Budget.steps(10_000).withSeed(seed);

    VectorPacking one = VectorPacker.pack(batch, budget);
    VectorPacking other = VectorPacker.pack(batch, budget);

    assertThat(one.binOf()).isEqualTo(other.binOf());
    assertThat(one.typeOf()).isEqualTo(other.typeOf());
    assertThat(one.lowerBound()).isEqualTo(other.lowerBound());
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void aLargerBudgetIsNeverWorse(
      @ForAll("large") VectorBatch batch, @ForAll @LongRange(max = 10_000) long steps) {
    VectorPacking shorter = VectorPacker.pack(batch, Budget.steps(steps));
    VectorPacking longer = VectorPacker.pack(batch, Budget.steps(steps * 2 + 500));

    assertThat(longer.unpacked()).isLessThanOrEqualTo(shorter.unpacked());
    assertThat(longer.lowerBound()).isGreaterThanOrEqualTo(shorter.lowerBound());
    if (longer.unpacked() == shorter.unpacked()) {
      assertThat(longer.cost()).isLessThanOrEqualTo(shorter.cost());
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void progressOnlyEverGetsBetterAndEndsWithTheResult(@ForAll("large") VectorBatch batch) {
    List<Progress> told = new ArrayList<>();

    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(10_000), told::add);

    for (int index = 1; index < told.size(); index++) {
      Progress before = told.get(index - 1);
      Progress after = told.get(index);
      assertThat(after.steps()).isGreaterThanOrEqualTo(before.steps());
      assertThat(after.lowerBound()).isGreaterThanOrEqualTo(before.lowerBound());
      assertThat(after.unpacked()).isLessThanOrEqualTo(before.unpacked());
    }
    assertThat(told.isEmpty()).isEqualTo(batch.items() == 0);
    if (batch.items() > 0) {
      Progress last = told.get(told.size() - 1);
      assertThat(last.lowerBound()).isEqualTo(packing.lowerBound());
      assertThat(last.cost()).isEqualTo(packing.cost());
      assertThat(last.unpacked()).isEqualTo(packing.unpacked());
    }
  }

  @Provide
  Arbitrary<VectorBatch> small() {
    return batches(7, 3);
  }

  @Provide
  Arbitrary<VectorBatch> large() {
    return batches(60, 4);
  }

  /** Amounts from 0 to 12 in bins from 12 to 20, the last type unlimited half of the time. */
  private static Arbitrary<VectorBatch> batches(int mostItems, int mostDimensions) {
    return Arbitraries.integers()
        .between(1, mostDimensions)
        .flatMap(dimensions -> {
          Arbitrary<long[]> items =
              Arbitraries.longs().between(0, 12).array(long[].class).ofSize(dimensions);
          Arbitrary<long[]> capacities =
              Arbitraries.longs().between(12, 20).array(long[].class).ofSize(dimensions);
          Arbitrary<Integer> limits =
              Arbitraries.oneOf(
                  Arbitraries.integers().between(0, 3), Arbitraries.just(BinType.UNLIMITED));
          Arbitrary<BinType> types =
              Combinators.combine(capacities, limits, Arbitraries.longs().between(1, 4))
                  .as(BinType::of);
          return Combinators.combine(
                  items.list().ofMaxSize(mostItems), types.list().ofMinSize(1).ofMaxSize(3))
              .as((vectors, bins) -> VectorBatch.of(vectors.toArray(long[][]::new), bins));
        });
  }

  static void assertValid(VectorBatch batch, VectorPacking packing) {
    long[][] used = new long[packing.bins()][batch.dimensions()];
    int[] opened = new int[batch.types().size()];
    int[] held = new int[packing.bins()];
    int nowhere = 0;
    long cost = 0;
    for (int bin = 0; bin < packing.bins(); bin++) {
      opened[packing.typeOf(bin)]++;
      cost += batch.types().get(packing.typeOf(bin)).cost();
    }
    for (int item = 0; item < batch.items(); item++) {
      int bin = packing.binOf(item);
      if (bin == VectorPacking.NOWHERE) {
        nowhere++;
        continue;
      }
      held[bin]++;
      for (int dimension = 0; dimension < batch.dimensions(); dimension++) {
        used[bin][dimension] += batch.size(item, dimension);
      }
    }
    for (int bin = 0; bin < packing.bins(); bin++) {
      BinType type = batch.types().get(packing.typeOf(bin));
      assertThat(held[bin]).isPositive();
      for (int dimension = 0; dimension < batch.dimensions(); dimension++) {
        assertThat(used[bin][dimension]).isLessThanOrEqualTo(type.capacity(dimension));
      }
    }
    for (int type = 0; type < opened.length; type++) {
      assertThat(opened[type]).isLessThanOrEqualTo(batch.types().get(type).limit());
    }
    assertThat(packing.unpacked()).isEqualTo(nowhere);
    assertThat(packing.cost()).isEqualTo(cost);
  }
}
