package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortMappingTest {
  @Test
  void portsHaveBounds() {
    assertRefused(
        () -> PortMapping.of("http", 0),
        "container port of 'http' (0) must be between 1 and 65535");
    assertRefused(
        () -> PortMapping.of("http", 65536),
        "container port of 'http' (65536) must be between 1 and 65535");
    assertRefused(
        () -> new PortMapping("http", 80, -1, Protocol.TCP),
        "host port of 'http' (-1) must be between 0 and 65535");
    assertRefused(
        () -> new PortMapping("http", 80, 65536, Protocol.UDP),
        "host port of 'http' (65536) must be between 0 and 65535");
  }

  @Test
  void withoutANameAPortIsNamedByItsNumber() {
    assertThat(PortMapping.of(8080))
        .isEqualTo(new PortMapping("8080", 8080, 0, Protocol.TCP))
        .matches(PortMapping::dynamic);
  }

  @Test
  void itsVariableHoldsLettersDigitsAndUnderscores() {
    assertThat(PortMapping.of("http", 80).variable()).isEqualTo("PORT_http");
    assertThat(PortMapping.of("admin-api.v2", 80).variable()).isEqualTo("PORT_admin_api_v2");
  }
}
