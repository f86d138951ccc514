package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContainerExitTest {
  @Test
  void onlyCodeZeroIsSuccess() {
    assertThat(ContainerExit.code(0).success()).isTrue();
    assertThat(ContainerExit.code(1).success()).isFalse();
    assertThat(ContainerExit.signal(15).success()).isFalse();
    assertThat(ContainerExit.unknown("nobody saw it").success()).isFalse();
  }

  @Test
  void tellsHowItEnded() {
    assertThat(ContainerExit.code(137)).hasToString("exit code 137");
    assertThat(ContainerExit.signal(9)).hasToString("signal 9");
    assertThat(ContainerExit.unknown("")).hasToString("exit unknown");
    assertThat(ContainerExit.unknown("its node is gone"))
        .hasToString("exit unknown (its node is gone)");
  }

  @Test
  void keepsTheBeginningOfALongReason() {
    String most = "a".repeat(ContainerExit.LONGEST_REASON);

    assertThat(ContainerExit.unknown(most).reason()).isEqualTo(most);
    assertThat(ContainerExit.unknown(most + "b").reason()).isEqualTo(most);
    assertThat(ContainerExit.LONGEST_REASON).isEqualTo(4096);
  }

  @Test
  void doesNotCutASurrogatePairInTwo() {
    String most = "a".repeat(ContainerExit.LONGEST_REASON - 1);

    assertThat(ContainerExit.unknown(most + "\ud83d\udea2").reason()).isEqualTo(most);
    String even = "\ud83d\udea2".repeat(ContainerExit.LONGEST_REASON);
    assertThat(ContainerExit.unknown(even).reason())
        .isEqualTo("\ud83d\udea2".repeat(ContainerExit.LONGEST_REASON / 2));
  }
}
