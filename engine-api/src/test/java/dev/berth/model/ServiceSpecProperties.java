package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ServiceSpecProperties {
  @Property
  void theFloorIsTheShareRoundedUp(
      @ForAll @IntRange(max = 5_000_000) int desired, @ForAll @IntRange(max = 100) int percent) {
    int floor = spec(desired, percent, 200).healthyFloor();

    assertThat(floor).isEqualTo(share(desired, percent, RoundingMode.CEILING));
    assertThat(floor).isBetween(0, desired);
  }

  @Property
  void theCeilingIsTheShareRoundedDown(
      @ForAll @IntRange(max = 5_000_000) int desired,
      @ForAll @IntRange(min = 100, max = 200) int percent) {
    int ceiling = spec(desired, 100, percent).runningCeiling();

    assertThat(ceiling).isEqualTo(share(desired, percent, RoundingMode.FLOOR));
    assertThat(ceiling).isBetween(desired, 2 * desired);
  }

  private static int share(int desired, int percent, RoundingMode rounding) {
    return BigDecimal.valueOf(desired)
        .multiply(BigDecimal.valueOf(percent, 2))
        .setScale(0, rounding)
        .intValueExact();
  }

  private static ServiceSpec spec(int desired, int least, int most) {
    return ServiceSpec.of("web", new TaskDefinitionId("web", 1))
        .desiredCount(desired)
        .minimumHealthyPercent(least)
        .maximumPercent(most)
        .build();
  }
}
