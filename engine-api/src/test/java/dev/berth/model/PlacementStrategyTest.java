package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.PlacementStrategy.Spread;
import org.junit.jupiter.api.Test;

class PlacementStrategyTest {
  @Test
  void spreadsOverNodesOrAnAttribute() {
    assertThat(new Spread("attribute:ecs.availability-zone").attribute())
        .hasValue("ecs.availability-zone");
    assertThat(new Spread("instanceId").attribute()).isEmpty();
    assertThat(new Spread("host")).isEqualTo(new Spread("instanceId"));
  }

  @Test
  void spreadsOverNothingElse() {
    assertRefused(
        () -> PlacementStrategy.spread("zone"),
        "field 'zone' of a spread strategy is neither instanceId nor attribute:NAME");
    assertRefused(
        () -> PlacementStrategy.spread("attribute:"),
        "attribute of a spread strategy '' is not the name of an attribute: use 1 to 128 of A-Z a-z"
            + " 0-9 _ . / \\ -");
  }

  @Test
  void packsByAnyResource() {
    assertThat(PlacementStrategy.binpack("licences"))
        .isEqualTo(new PlacementStrategy.Binpack("licences"));
    assertRefused(
        () -> PlacementStrategy.binpack("CPU"),
        "resource of a binpack strategy 'CPU' is not a name: use 1 to 63 of a-z 0-9 _ . - and begin"
            + " with a letter or digit");
  }
}
