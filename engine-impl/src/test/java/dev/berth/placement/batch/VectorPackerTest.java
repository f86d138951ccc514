package dev.berth.placement.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VectorPackerTest {
  private static final Budget BUDGET = Budget.steps(200_000);

  @Test
  void packsWhatFitsTogetherAndProvesIt() {
    VectorBatch batch = VectorBatch.of(new long[][] {{6, 1}, {4, 9}, {7, 2}, {3, 8}}, 10, 10);

    VectorPacking packing = VectorPacker.pack(batch, BUDGET);

    assertThat(packing.bins()).isEqualTo(2);
    assertThat(packing.optimal()).isTrue();
    assertThat(packing.binOf(0)).isEqualTo(packing.binOf(1));
    assertThat(packing.binOf(2)).isEqualTo(packing.binOf(3));
  }

  @Test
  void provesThatThreeHalvesNeedThreeBinsAlthoughTheirVolumeFitsIntoTwo() {
    VectorBatch batch = VectorBatch.of(new long[][] {{6}, {6}, {6}}, 10);

    VectorPacking packing = VectorPacker.pack(batch, BUDGET);

    assertThat(VolumeBound.of(batch)).isEqualTo(2);
    assertThat(packing.bins()).isEqualTo(3);
    assertThat(packing.lowerBound()).isEqualTo(3);
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void findsThePerfectFillThatDecreasingOrderMisses() {
    // 7 + 7 and 6 + 4 + 4 fill bins of 14; decreasing order puts 7 + 6 together
    long[][] items = {{7}, {6}, {4}, {4}, {7}, {6}, {4}, {4}, {6}, {4}, {4}, {7}, {7}};
    VectorPacking packing = VectorPacker.pack(VectorBatch.of(items, 14), BUDGET);

    assertThat(packing.bins()).isEqualTo(5);
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void prefersOneExpensiveBinToManyCheapOnesIfItCostsLess() {
    List<BinType> types =
        List.of(
            BinType.of(new long[] {4, 4}, BinType.UNLIMITED, 2),
            BinType.of(new long[] {16, 16}, 1, 5));
    VectorBatch batch =
        VectorBatch.of(new long[][] {{4, 4}, {4, 4}, {4, 4}, {4, 4}, {4, 4}}, types);

    VectorPacking packing = VectorPacker.pack(batch, BUDGET);

    assertThat(packing.cost()).isEqualTo(7);
    assertThat(packing.bins()).isEqualTo(2);
    VectorPackerProperties.assertValid(batch, packing);
  }

  @Test
  void leavesOutsideWhatTheLimitsLeaveNoRoomFor() {
    VectorBatch batch =
        VectorBatch.of(new long[][] {{3}, {3}, {3}}, List.of(BinType.of(new long[] {4}, 2, 1)));

    VectorPacking packing = VectorPacker.pack(batch, BUDGET);

    assertThat(packing.unpacked()).isEqualTo(1);
    assertThat(packing.bins()).isEqualTo(2);
    assertThat(packing.optimal()).isFalse();
  }

  @Test
  void packsNothingIntoNothing() {
    VectorPacking packing = VectorPacker.pack(VectorBatch.of(new long[0][], 4, 4), BUDGET);

    assertThat(packing.bins()).isZero();
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void packsItemsThatNeedNothing() {
    VectorPacking packing =
        VectorPacker.pack(VectorBatch.of(new long[][] {{0, 0}, {0, 0}}, 0, 4), BUDGET);

    assertThat(packing.bins()).isEqualTo(1);
    assertThat(packing.optimal()).isTrue();
  }

  @Test
  void amountsMayBeAsLargeAsTheirSumAllows() {
    long half = Long.MAX_VALUE / 2;
    VectorPacking packing =
        VectorPacker.pack(VectorBatch.of(new long[][] {{half}, {half}}, Long.MAX_VALUE), BUDGET);

    assertThat(packing.bins()).isEqualTo(1);
  }

  @Test
  void endsWhenTheClockSaysSo() {
    long[][] items = new long[60][];
    Chance chance = new Chance(7);
    for (int item = 0; item < items.length; item++) {
      items[item] = new long[] {10 + chance.below(60), 10 + chance.below(60), chance.below(80)};
    }
    AtomicLong now = new AtomicLong();
    Budget budget = Budget.time(Duration.ofMillis(5), () -> now.addAndGet(1_000_000));

    VectorPacking packing = VectorPacker.pack(VectorBatch.of(items, 100, 100, 100), budget);

    assertThat(packing.unpacked()).isZero();
    // the clock is read once at the start, and not again after five milliseconds have passed
    assertThat(now.get()).isLessThanOrEqualTo(6_000_000);
  }

  @Test
  void aBudgetOfNoTimeStillPacks() {
    VectorPacking packing =
        VectorPacker.pack(
            VectorBatch.of(new long[][] {{6}, {6}}, 10), Budget.time(Duration.ZERO, () -> 0));

    assertThat(packing.bins()).isEqualTo(2);
  }

  @Test
  void refusesAnItemThatIsLargerThanEveryType() {
    List<BinType> types = List.of(BinType.of(4, 4), BinType.of(new long[] {8, 2}, 3, 2));

    assertThatThrownBy(() -> VectorBatch.of(new long[][] {{1, 1}, {6, 3}}, types))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            "item 1 [6, 3] is larger than every bin type: [4, 4] by 2 in amount 0,"
                + " [8, 2] x 3 at 2 by 1 in amount 1");
  }

  @Test
  void refusesAmountsThatAreNegativeOrOverflow() {
    assertThatThrownBy(() -> VectorBatch.of(new long[][] {{1, -2}}, 4, 4))
        .hasMessage("amount 1 of item 0 (-2) must not be negative");
    assertThatThrownBy(() -> VectorBatch.of(new long[][] {{Long.MAX_VALUE}, {1}}, Long.MAX_VALUE))
        .hasMessage("the items' sum of amount 0 overflows at item 1 (1): use a larger unit");
    assertThatThrownBy(() -> BinType.of(4, -1))
        .hasMessage("amount 1 of a bin type (-1) must not be negative");
  }

  @Test
  void refusesVectorsOfDifferentLengthsAndNoTypes() {
    assertThatThrownBy(() -> VectorBatch.of(new long[][] {{1}}, 4, 4))
        .hasMessage("item 0 has 1 dimensions, the bins have 2");
    assertThatThrownBy(
            () -> VectorBatch.of(new long[][] {}, List.of(BinType.of(4), BinType.of(4, 4))))
        .hasMessage("bin type [4, 4] has 2 dimensions, bin type [4] has 1");
    assertThatThrownBy(() -> VectorBatch.of(new long[][] {}, List.of()))
        .hasMessage("a batch needs at least one bin type");
    assertThatThrownBy(() -> BinType.of()).hasMessage("a bin type needs at least one amount");
  }

  @Test
  void refusesLimitsCostsAndBudgetsThatAreNone() {
    assertThatThrownBy(() -> BinType.of(new long[] {4}, -1, 1))
        .hasMessage("the limit of a bin type (-1) must not be negative");
    assertThatThrownBy(() -> BinType.of(new long[] {4}, 1, 0))
        .hasMessage("the cost of a bin type (0) must be between 1 and 1099511627776");
    assertThatThrownBy(() -> Budget.steps(-1))
        .hasMessage("a budget of steps (-1) must not be negative");
    assertThatThrownBy(() -> Budget.time(Duration.ofSeconds(-1), () -> 0))
        .hasMessageContaining("PT-1S");
  }

  @Test
  void provesTheOptimumOfManyReplicasOfFewKinds() {
    long[][] kinds = {{310, 120}, {150, 480}, {260, 260}, {90, 330}, {420, 70}};
    long[][] items = new long[1_000][];
    for (int item = 0; item < items.length; item++) {
      items[item] = kinds[item % kinds.length];
    }
    VectorBatch batch = VectorBatch.of(items, 1_000, 1_000);

    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(2_000_000));

    VectorPackerProperties.assertValid(batch, packing);
    assertThat(packing.cost() - packing.lowerBound()).isLessThanOrEqualTo(1);
  }

  @Test
  void firstFitByTheIndexIsFirstFitByLookingAtEveryBin() {
    long[][] items = new long[400][];
    Chance chance = new Chance(3);
    for (int item = 0; item < items.length; item++) {
      items[item] = new long[] {1 + chance.below(50), 1 + chance.below(50)};
    }
    Layout layout = new Layout(VectorBatch.of(items, 100, 100));
    RoomIndex index = new RoomIndex(layout);
    for (int item = 0; item < items.length; item++) {
      int first = 0;
      while (first < layout.bins() && !layout.fits(item, first)) {
        first++;
      }
      assertThat(index.first(item, 0)).isEqualTo(first);
      layout.put(item, first == layout.bins() ? layout.open(0) : first);
      index.changed(first);
    }
  }

  @Test
  void copesWithBinsThatHoldThousandsOfItems() {
    long[][] items = new long[20_000][];
    for (int item = 0; item < items.length; item++) {
      items[item] = item % 2 == 0 ? new long[] {3, 0} : new long[] {0, 0};
    }
    VectorBatch batch = VectorBatch.of(items, 10_000, 10);

    VectorPacking packing = VectorPacker.pack(batch, Budget.steps(300_000));

    VectorPackerProperties.assertValid(batch, packing);
    assertThat(packing.bins()).isEqualTo(4);
  }
}
