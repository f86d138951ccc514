package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a task says of taints that shall not keep it away. Meaning is that of Kubernetes.
 *
 * @param key the taints' key; empty: any
 * @param operator whether the value matters
 * @param value the taints' value; empty with {@link Operator#EXISTS}
 * @param effect the taints' effect; empty: any
 * @param tolerationSeconds how long a task stays on a node that gets a NoExecute taint; empty: for
 *     ever; 0 or less: not at all
 */
public record Toleration(
    Optional<String> key,
    Operator operator,
    String value,
    Optional<TaintEffect> effect,
    OptionalLong tolerationSeconds) {
  /** What must agree besides key and effect. */
  public enum Operator {
    /** The value. */
    EQUAL,
    /** Nothing: the key alone counts. */
    EXISTS
  }

  /**
   * Checks every part, and what Kubernetes asks of them together.
   *
   * @throws InvalidSpecException if the key or the value is not one of a taint, any key is to be
   *     compared by value, a value is given that is not compared, or seconds are given for another
   *     effect than NoExecute
   */
  public Toleration {
    key.ifPresent(name -> Requirements.labelKey("key of a toleration", name));
    Requirements.labelValue("value of a toleration", value);
    if (key.isEmpty() && operator == Operator.EQUAL) {
      throw new InvalidSpecException(
          "toleration of any key compares value '%s': give a key, or use EXISTS".formatted(value));
    }
    if (operator == Operator.EXISTS && !value.isEmpty()) {
      throw new InvalidSpecException(
          "toleration with EXISTS has value '%s', which nothing is compared with: use EQUAL, or"
                  .formatted(value)
              + " leave it out");
    }
    if (tolerationSeconds.isPresent() && !effect.equals(Optional.of(TaintEffect.NO_EXECUTE))) {
      throw new InvalidSpecException(
          "toleration has tolerationSeconds (%d), which only effect NO_EXECUTE has"
              .formatted(tolerationSeconds.getAsLong()));
    }
  }

  /** Tolerates every taint for ever. */
  public static Toleration all() {
    return new Toleration(
        Optional.empty(), Operator.EXISTS, "", Optional.empty(), OptionalLong.empty());
  }

  /** Tolerates taints of that key, whatever their value and effect, for ever. */
  public static Toleration exists(String key) {
    return new Toleration(
        Optional.of(key), Operator.EXISTS, "", Optional.empty(), OptionalLong.empty());
  }

  /** Tolerates taints of that key and value, whatever their effect, for ever. */
  public static Toleration equal(String key, String value) {
    return new Toleration(
        Optional.of(key), Operator.EQUAL, value, Optional.empty(), OptionalLong.empty());
  }

  /** This toleration for taints of that effect only. */
  public Toleration effect(TaintEffect changed) {
    return new Toleration(key, operator, value, Optional.of(changed), tolerationSeconds);
  }

  /** This toleration of NoExecute taints, for so many seconds. */
  public Toleration seconds(long changed) {
    return new Toleration(
        key, operator, value, Optional.of(TaintEffect.NO_EXECUTE), OptionalLong.of(changed));
  }

  /** Whether {@code taint} does not keep the task away; for how long is another question. */
  public boolean tolerates(Taint taint) {
    boolean sameEffect = effect.isEmpty() || effect.get() == taint.effect();
    boolean sameKey = key.isEmpty() || key.get().equals(taint.key());
    return sameEffect
        && sameKey
        && switch (operator) {
          case EQUAL -> value.equals(taint.value());
          case EXISTS -> true;
        };
  }

  /** How long a task stays on a node that gets a taint it tolerates; empty: for ever. */
  public Optional<Duration> stay() {
    return tolerationSeconds.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(Math.max(0, tolerationSeconds.getAsLong())));
  }
}
