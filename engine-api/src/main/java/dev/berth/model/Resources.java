package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A vector of resource amounts by name: CPU units (1,024 per vCPU), memory in MiB, dynamic ports,
 * GPUs, and any resource a user names. An amount that is not named is 0; no amount is negative.
 *
 * @param amounts the amounts above 0, by resource name; at most 32
 */
public record Resources(SortedMap<String, Long> amounts) {
  /** CPU units, 1,024 per vCPU. */
  public static final String CPU = "cpu";

  /** Memory in MiB. */
  public static final String MEMORY = "memory";

  /** Whole GPUs. */
  public static final String GPU = "gpu";

  /**
   * A part of one GPU, 1 to 999 thousandths; only a demand has it: a node offers it from its whole
   * GPUs.
   */
  public static final String GPU_SHARE = "gpu-share";

  /** Host ports that a driver chooses from its range. */
  public static final String PORTS = "ports";

  /** The largest amount of one resource. */
  public static final long MAXIMUM_AMOUNT = 1L << 40;

  /** The empty vector. */
  public static final Resources NONE = new Resources(new TreeMap<>());

  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if a name is not one, an amount is negative or above {@link
   *     #MAXIMUM_AMOUNT}, or there are more than 32
   */
  public Resources {
    TreeMap<String, Long> checked = new TreeMap<>();
    amounts.forEach((name, amount) -> {
      Requirements.name("resource name", name);
      if (amount < 0 || amount > MAXIMUM_AMOUNT) {
        throw new InvalidSpecException(
            "resource '%s' (%d) must be between 0 and %d".formatted(name, amount, MAXIMUM_AMOUNT));
      }
      if (amount > 0) {
        checked.put(name, amount);
      }
    });
    Requirements.atMost("resource names", checked.size(), 32);
    amounts = Collections.unmodifiableSortedMap(checked);
  }

  /** CPU units (1,024 per vCPU) and memory in MiB. */
  public static Resources of(long cpuUnits, long memoryMiB) {
    return NONE.with(CPU, cpuUnits).with(MEMORY, memoryMiB);
  }

  /** The amount of {@code name}, 0 if it is not in this vector. */
  public long get(String name) {
    return amounts.getOrDefault(name, 0L);
  }

  /** This vector with the amount of {@code name} replaced. */
  public Resources with(String name, long amount) {
    TreeMap<String, Long> changed = new TreeMap<>(amounts);
    changed.put(name, amount);
    return new Resources(changed);
  }

  /**
   * The sum, resource by resource.
   *
   * @throws InvalidSpecException if a sum is above {@link #MAXIMUM_AMOUNT}
   */
  public Resources plus(Resources other) {
    TreeMap<String, Long> sum = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) -> sum.merge(name, amount, Long::sum));
    return new Resources(sum);
  }

  /**
   * The difference, resource by resource.
   *
   * @throws InvalidSpecException if a difference is negative
   */
  public Resources minus(Resources other) {
    TreeMap<String, Long> difference = new TreeMap<>(amounts);
    other.amounts.forEach((name, amount) -> difference.merge(name, -amount, Long::sum));
    return new Resources(difference);
  }

  /** Whether every amount of this vector is at most that of {@code available}. */
  public boolean fitsIn(Resources available) {
    for (Map.Entry<String, Long> entry : amounts.entrySet()) {
      if (entry.getValue() > available.get(entry.getKey())) {
        return false;
      }
    }
    return true;
  }

  /** The unit in which messages show an amount of {@code name}: {@code " MiB"} for memory. */
  public static String unitOf(String name) {
    return switch (name) {
      case CPU -> " CPU units";
      case MEMORY -> " MiB";
      default -> "";
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    amounts.forEach((name, amount) ->
        text.append(text.isEmpty() ? "" : ", ")
            .append(name)
            .append(' ')
            .append(amount)
            .append(name.equals(MEMORY) ? " MiB" : ""));
    return text.isEmpty() ? "nothing" : text.toString();
  }
}
