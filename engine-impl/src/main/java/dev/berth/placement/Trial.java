package dev.berth.placement;

import java.util.ArrayList;
import java.util.List;

/** Changes of the fleet that can be undone, to the last device. */
final class Trial {
  private final Fleet fleet;
  private final List<Step> steps = new ArrayList<>();

  private record Step(int node, PreparedDemand demand, long devices, boolean reserved) {}

  Trial(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Reserves; returns the devices, a bit each. */
  long reserve(int node, PreparedDemand demand) {
    long devices = fleet.devices(node, demand);
    fleet.reserve(node, demand, devices);
    steps.add(new Step(node, demand, devices, true));
    return devices;
  }

  void release(int node, PreparedDemand demand) {
    long devices = fleet.heldDevices(node, demand);
    fleet.release(node, demand, devices);
    steps.add(new Step(node, demand, devices, false));
  }

  /** How many steps were tried: where {@link #undo(int)} may go back to. */
  int size() {
    return steps.size();
  }

  /** Undoes the steps from one on, the last first. */
  void undo(int from) {
    while (steps.size() > from) {
      Step step = steps.removeLast();
      if (step.reserved()) {
        fleet.release(step.node(), step.demand(), step.devices());
      } else {
        fleet.reserve(step.node(), step.demand(), step.devices());
      }
    }
  }

  void undo() {
    undo(0);
  }
}
