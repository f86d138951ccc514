package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static final long MOST = Resources.MAXIMUM_AMOUNT;

  @Test
  void amountsAreNeitherNegativeNorBoundless() {
    assertRefused(
        () -> Resources.of(-1, 0), "resource 'cpu' (-1) must be between 0 and 1099511627776");
    assertRefused(
        () -> Resources.of(0, MOST + 1),
        "resource 'memory' (1099511627777) must be between 0 and 1099511627776");
    assertThat(Resources.of(0, MOST).get(Resources.MEMORY)).isEqualTo(MOST);
  }

  @Test
  void aSumThatOverflowsIsRefused() {
    Resources full = Resources.NONE.with("gpu", MOST);

    assertRefused(
        () -> full.plus(Resources.NONE.with("gpu", 1)),
        "resource 'gpu' (1099511627777) must be between 0 and 1099511627776");
  }

  @Test
  void aDifferenceBelowNothingIsRefused() {
    assertRefused(
        () -> Resources.of(1, 1).minus(Resources.of(1, 2)),
        "resource 'memory' (-1) must be between 0 and 1099511627776");
    assertRefused(
        () -> Resources.NONE.minus(Resources.NONE.with("gpu", 3)),
        "resource 'gpu' (-3) must be between 0 and 1099511627776");
  }

  @Test
  void thirtyTwoNamesAreAllowedAndNothingCountsNothing() {
    TreeMap<String, Long> amounts = new TreeMap<>();
    for (int i = 0; i < 32; i++) {
      amounts.put("r" + i, 1L);
    }
    amounts.put("none", 0L);
    assertThat(new Resources(amounts).amounts()).hasSize(32).doesNotContainKey("none");

    amounts.put("one-more", 1L);
    assertRefused(() -> new Resources(amounts), "resource names: 33 given, at most 32 allowed");
  }

  @Test
  void doesNotChangeWithTheMapItWasMadeOf() {
    SortedMap<String, Long> amounts = new TreeMap<>(Map.of("gpu", 1L));
    Resources resources = new Resources(amounts);
    amounts.put("gpu", 2L);

    assertThat(resources.get("gpu")).isEqualTo(1);
    assertThatThrownBy(() -> resources.amounts().put("gpu", 3L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void showsItsAmountsWithTheirUnits() {
    assertThat(Resources.NONE).hasToString("nothing");
    assertThat(Resources.of(512, 1024).with("gpu", 1))
        .hasToString("cpu 512, gpu 1, memory 1024 MiB");
    assertThat(Resources.unitOf(Resources.CPU)).isEqualTo(" CPU units");
    assertThat(Resources.unitOf(Resources.MEMORY)).isEqualTo(" MiB");
    assertThat(Resources.unitOf("licences")).isEmpty();
  }
}
