package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * A mark on a node that keeps tasks away unless they tolerate it. Meaning and names are those of
 * Kubernetes.
 *
 * @param key 1 to 63 of A-Z a-z 0-9 _ . -, before which a DNS name and a slash may stand: {@code
 *     gpu}, {@code example.com/maintenance}
 * @param value at most 63 of the same characters; may be empty
 * @param effect what happens to tasks that do not tolerate it
 */
public record Taint(String key, String value, TaintEffect effect) {
  /**
   * Checks every part.
   *
   * @throws InvalidSpecException if the key or the value is out of the bounds given above
   */
  public Taint {
    Requirements.labelKey("key of a taint", key);
    Requirements.labelValue("value of taint '" + key + "'", value);
  }

  /** A taint without value. */
  public static Taint of(String key, TaintEffect effect) {
    return new Taint(key, "", effect);
  }

  /** As Kubernetes writes it: {@code gpu=large:NoSchedule}. */
  @Override
  public String toString() {
    String word =
        switch (effect) {
          case NO_SCHEDULE -> "NoSchedule";
          case PREFER_NO_SCHEDULE -> "PreferNoSchedule";
          case NO_EXECUTE -> "NoExecute";
        };
    return value.isEmpty() ? key + ":" + word : key + "=" + value + ":" + word;
  }
}
