package dev.berth.placement.batch;

import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** The resources that somebody asks for, in the order in which they stand in vectors. */
record ResourceAxes(List<String> names) {
  /** The axes of what is asked for; capacity that nobody asks for has none. */
  static ResourceAxes of(Collection<Resources> asked) {
    TreeSet<String> names = new TreeSet<>();
    for (Resources resources : asked) {
      names.addAll(resources.amounts().keySet());
    }
    // a vector has at least one amount, even if nobody asks for anything
    return new ResourceAxes(names.isEmpty() ? List.of(Resources.CPU) : new ArrayList<>(names));
  }

  long[] vector(Resources resources) {
    long[] vector = new long[names.size()];
    for (int axis = 0; axis < vector.length; axis++) {
      vector[axis] = resources.get(names.get(axis));
    }
    return vector;
  }
}
