package dev.berth.placement.policy;

import dev.berth.placement.NodeView;
import java.util.TreeSet;

/** The GPU models that a workload names, numbered; one more number stands for all others. */
final class Models {
  private final String attribute;
  private final String[] names;

  Models(Workload workload) {
    attribute = workload.modelAttribute();
    TreeSet<String> known = new TreeSet<>(workload.devices().keySet());
    for (Workload.Typical typical : workload.typical()) {
      known.addAll(typical.shape().models());
    }
    names = known.toArray(new String[0]);
  }

  /** How many numbers there are. */
  int size() {
    return names.length + 1;
  }

  /** The number of a node's model. */
  int of(NodeView node) {
    String model = node.attribute(attribute);
    for (int index = 0; index < names.length; index++) {
      if (names[index].equals(model)) {
        return index;
      }
    }
    return names.length;
  }

  /** Whether a demand of a shape may run on a model. */
  boolean allows(DemandShape shape, int model) {
    return model < names.length ? shape.allows(names[model]) : shape.models().isEmpty();
  }

  /** How many devices there are of each model. */
  double[] devices(Workload workload) {
    double[] devices = new double[size()];
    for (int index = 0; index < names.length; index++) {
      devices[index] = workload.devices().getOrDefault(names[index], 0L);
    }
    return devices;
  }
}
