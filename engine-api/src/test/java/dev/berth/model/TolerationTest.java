package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static dev.berth.model.TaintEffect.NO_EXECUTE;
import static dev.berth.model.TaintEffect.NO_SCHEDULE;
import static dev.berth.model.TaintEffect.PREFER_NO_SCHEDULE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.Toleration.Operator;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TolerationTest {
  private static final Taint LARGE = new Taint("example.com/gpu", "large", NO_SCHEDULE);

  @Test
  void equalComparesKeyAndValue() {
    Toleration toleration = Toleration.equal("example.com/gpu", "large");

    assertThat(toleration.tolerates(LARGE)).isTrue();
    assertThat(toleration.tolerates(new Taint("example.com/gpu", "small", NO_SCHEDULE))).isFalse();
    assertThat(toleration.tolerates(new Taint("gpu", "large", NO_SCHEDULE))).isFalse();
  }

  @Test
  void equalWithoutValueToleratesOnlyTaintsWithoutValue() {
    assertThat(Toleration.equal("gpu", "").tolerates(Taint.of("gpu", NO_EXECUTE))).isTrue();
    assertThat(Toleration.equal("example.com/gpu", "").tolerates(LARGE)).isFalse();
  }

  @Test
  void existsComparesTheKeyAlone() {
    Toleration toleration = Toleration.exists("example.com/gpu");

    assertThat(toleration.tolerates(LARGE)).isTrue();
    assertThat(toleration.tolerates(Taint.of("example.com/gpu", NO_EXECUTE))).isTrue();
    assertThat(toleration.tolerates(Taint.of("gpu", NO_SCHEDULE))).isFalse();
  }

  @Test
  void noEffectIsEveryEffect() {
    Toleration toleration = Toleration.exists("gpu").effect(NO_EXECUTE);

    assertThat(toleration.tolerates(Taint.of("gpu", NO_EXECUTE))).isTrue();
    assertThat(toleration.tolerates(Taint.of("gpu", NO_SCHEDULE))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(TaintEffect.class)
  void noKeyIsEveryKey(TaintEffect effect) {
    assertThat(Toleration.all().tolerates(Taint.of("gpu", effect))).isTrue();
    assertThat(Toleration.all().effect(PREFER_NO_SCHEDULE).tolerates(Taint.of("gpu", effect)))
        .isEqualTo(effect == PREFER_NO_SCHEDULE);
  }

  @Test
  void secondsUnsetAreForEverAndNoneAreNow() {
    assertThat(Toleration.exists("gpu").stay()).isEmpty();
    assertThat(Toleration.exists("gpu").seconds(300).stay()).hasValue(Duration.ofMinutes(5));
    assertThat(Toleration.exists("gpu").seconds(0).stay()).hasValue(Duration.ZERO);
    assertThat(Toleration.exists("gpu").seconds(-1).stay()).hasValue(Duration.ZERO);
    assertThat(Toleration.exists("gpu").seconds(-1).tolerates(Taint.of("gpu", NO_EXECUTE)))
        .isTrue();
  }

  @Test
  void partsThatContradictEachOtherAreRefused() {
    assertRefused(
        () ->
            new Toleration(
                Optional.empty(), Operator.EQUAL, "a", Optional.empty(), OptionalLong.empty()),
        "toleration of any key compares value 'a': give a key, or use EXISTS");
    assertRefused(
        () ->
            new Toleration(
                Optional.of("gpu"), Operator.EXISTS, "a", Optional.empty(), OptionalLong.empty()),
        "toleration with EXISTS has value 'a', which nothing is compared with: use EQUAL, or leave"
            + " it out");
    assertRefused(
        () -> Toleration.exists("gpu").seconds(5).effect(NO_SCHEDULE),
        "toleration has tolerationSeconds (5), which only effect NO_EXECUTE has");
    assertRefused(
        () ->
            new Toleration(
                Optional.of("gpu"), Operator.EXISTS, "", Optional.empty(), OptionalLong.of(5)),
        "toleration has tolerationSeconds (5), which only effect NO_EXECUTE has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a b", "/a", "Example.com/a", "a/b/c", "a/"})
  void keysAreThoseOfKubernetes(String key) {
    assertRefused(
        () -> Taint.of(key, NO_SCHEDULE),
        "key of a taint '%s' is not a key: use 1 to 63 of A-Z a-z 0-9 _ . -, begin and end with a"
                .formatted(key)
            + " letter or digit, and put at most a DNS name and a / before");
  }

  @Test
  void valuesAreThoseOfKubernetes() {
    String longest = "v".repeat(63);

    assertThat(new Taint("gpu", longest, NO_SCHEDULE).value()).isEqualTo(longest);
    assertRefused(
        () -> new Taint("gpu", longest + "v", NO_SCHEDULE),
        "value of taint 'gpu' '%sv' is not a value: use at most 63 of A-Z a-z 0-9 _ . -, and begin"
                .formatted(longest)
            + " and end with a letter or digit");
    assertRefused(
        () -> Toleration.equal("gpu", "a b"),
        "value of a toleration 'a b' is not a value: use at most 63 of A-Z a-z 0-9 _ . -, and begin"
            + " and end with a letter or digit");
  }

  @Test
  void aTaintIsWrittenAsKubernetesWritesIt() {
    assertThat(LARGE).hasToString("example.com/gpu=large:NoSchedule");
    assertThat(Taint.of("gpu", NO_EXECUTE)).hasToString("gpu:NoExecute");
    assertThat(Taint.of("gpu", PREFER_NO_SCHEDULE)).hasToString("gpu:PreferNoSchedule");
  }
}
