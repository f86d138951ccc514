package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.TopologySpread.WhenUnsatisfiable;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopologySpreadTest {
  @Test
  void bindsOrPrefers() {
    assertThat(TopologySpread.required(1, "zone").minDomains(3))
        .isEqualTo(
            new TopologySpread(1, "zone", WhenUnsatisfiable.DO_NOT_SCHEDULE, OptionalInt.of(3)));
    assertThat(TopologySpread.preferred(2, "zone").whenUnsatisfiable())
        .isEqualTo(WhenUnsatisfiable.SCHEDULE_ANYWAY);
  }

  @Test
  void numbersAreAtLeastOne() {
    assertRefused(
        () -> TopologySpread.required(0, "zone"),
        "topology spread over 'zone': maxSkew (0) must be between 1 and 2147483647");
    assertRefused(
        () -> TopologySpread.required(1, "zone").minDomains(0),
        "topology spread over 'zone': minDomains (0) must be between 1 and 2147483647");
  }

  @Test
  void onlyASpreadThatBindsDemandsDomains() {
    assertRefused(
        () -> TopologySpread.preferred(1, "zone").minDomains(2),
        "topology spread over 'zone': minDomains (2) is only for DO_NOT_SCHEDULE, not for"
            + " SCHEDULE_ANYWAY");
  }

  @Test
  void theKeyIsAnAttribute() {
    assertThat(TopologySpread.required(1, "topology.kubernetes.io/zone").topologyKey())
        .isEqualTo("topology.kubernetes.io/zone");
    assertRefused(
        () -> TopologySpread.required(1, "a zone"),
        "topologyKey 'a zone' is not the name of an attribute: use 1 to 128 of A-Z a-z 0-9 _ . / \\"
            + " -");
  }
}
