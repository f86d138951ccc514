package dev.berth.placement.policy;

import dev.berth.placement.DemandView;
import dev.berth.placement.NodeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A node of a test; the largest of its cluster has {@link #LARGEST} of CPU and memory. */
record TestNode(
    int index, String name, long cpu, long memory, String model, List<Integer> deviceFree)
    implements NodeView {
  static final long LARGEST = 100;
  static final int DEVICE = 1_000;

  static TestNode of(String name, long cpu, long memory, int... deviceFree) {
    List<Integer> free = Arrays.stream(deviceFree).boxed().toList();
    return new TestNode(0, name, cpu, memory, "", free);
  }

  TestNode withModel(String changed) {
    return new TestNode(index, name, cpu, memory, changed, deviceFree);
  }

  TestNode withIndex(int changed) {
    return new TestNode(changed, name, cpu, memory, model, deviceFree);
  }

  boolean canTake(TestDemand demand, int device) {
    int whole = Collections.frequency(deviceFree, DEVICE);
    return cpu >= demand.amount(0)
        && memory >= demand.amount(1)
        && whole >= demand.wholeGpus()
        && (device < 0 ? demand.gpuShare() == 0 : deviceFree.get(device) >= demand.gpuShare())
        && demand.allows(this);
  }

  TestNode without(DemandView demand, int device) {
    List<Integer> free = new ArrayList<>(deviceFree);
    if (device >= 0) {
      free.set(device, free.get(device) - demand.gpuShare());
    }
    int whole = demand.wholeGpus();
    for (int other = 0; whole > 0; other++) {
      if (free.get(other) == DEVICE) {
        free.set(other, 0);
        whole--;
      }
    }
    return new TestNode(
        index, name, cpu - demand.amount(0), memory - demand.amount(1), model, free);
  }

  @Override
  public int dimensions() {
    return 2;
  }

  @Override
  public long capacity(int dimension) {
    return LARGEST;
  }

  @Override
  public long free(int dimension) {
    return dimension == 0 ? cpu : memory;
  }

  @Override
  public double scale(int dimension) {
    return 1.0 / LARGEST;
  }

  @Override
  public int devices() {
    return deviceFree.size();
  }

  @Override
  public double deviceScale() {
    return 1.0 / (8 * DEVICE);
  }

  @Override
  public int deviceFree(int device) {
    return deviceFree.get(device);
  }

  @Override
  public String attribute(String attribute) {
    return attribute.equals(Workload.MODEL_ATTRIBUTE) ? model : "";
  }

  @Override
  public String toString() {
    return "%s[cpu %d, memory %d, %s %s]".formatted(name, cpu, memory, model, deviceFree);
  }
}
