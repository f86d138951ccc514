package dev.berth.placement.batch;

import dev.berth.model.Resources;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node of a packing.
 *
 * @param nodeType the name of its type
 * @param demands how many tasks of which demand it holds, by the demand's id
 * @param free what is left of its capacity
 */
public record PackedNode(String nodeType, SortedMap<String, Integer> demands, Resources free) {
  /** Copies the demands. */
  public PackedNode {
    demands = Collections.unmodifiableSortedMap(new TreeMap<>(demands));
  }
}
