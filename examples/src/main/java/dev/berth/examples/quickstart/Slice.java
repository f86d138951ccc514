package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The requests of a short time.
 *
 * @param answers how many were answered, by address
 * @param versions the same, by version
 * @param failed how many failed
 * @param retried how many hit the killed replica
 */
record Slice(
    Map<String, Integer> answers, Map<Integer, Integer> versions, int failed, int retried) {
  /** How long a slice is. */
  static final Duration LENGTH = Duration.ofMillis(500);

  static final Slice EMPTY = new Slice(Map.of(), Map.of(), 0, 0);

  Slice {
    answers = Map.copyOf(answers);
    versions = Map.copyOf(versions);
  }

  int answered() {
    return answers.values().stream().mapToInt(Integer::intValue).sum();
  }

  Slice withAnswer(String address, int version) {
    return new Slice(oneMore(answers, address), oneMore(versions, version), failed, retried);
  }

  private static <K> Map<K, Integer> oneMore(Map<K, Integer> counts, K of) {
    Map<K, Integer> changed = new HashMap<>(counts);
    changed.merge(of, 1, Integer::sum);
    return changed;
  }

  Slice withFailure() {
    return new Slice(answers, versions, failed + 1, retried);
  }

  Slice withRetry() {
    return new Slice(answers, versions, failed, retried + 1);
  }
}
