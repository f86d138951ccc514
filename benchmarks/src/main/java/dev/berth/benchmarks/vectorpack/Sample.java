package dev.berth.benchmarks.vectorpack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A draw in which every stratum has the share that it has of the whole; the same seed draws the
 * same.
 */
final class Sample {
  private Sample() {}

  /** Draws {@code size} elements, or all if there are no more. */
  static <T> List<T> stratified(
      List<T> elements, Function<T, String> stratum, int size, long seed) {
    if (size >= elements.size()) {
      return List.copyOf(elements);
    }
    Random random = new Random(seed);
    Map<String, List<T>> strata = new TreeMap<>();
    for (T element : elements) {
      strata.computeIfAbsent(stratum.apply(element), name -> new ArrayList<>()).add(element);
    }
    List<T> ordered = new ArrayList<>();
    for (List<T> members : strata.values()) {
      Collections.shuffle(members, random);
      ordered.addAll(members);
    }
    // Every so-manieth of all, stratum after stratum, meets each of them in proportion to its size.
    double step = (double) ordered.size() / size;
    double first = random.nextDouble() * step;
    List<T> sample = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      sample.add(ordered.get(Math.min((int) (first + i * step), ordered.size() - 1)));
    }
    return sample;
  }
}
