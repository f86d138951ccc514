package dev.berth.placement.policy;

/**
 * How much the demands of a workload press on each GPU model, if each demand spreads evenly over
 * all devices that it may run on; 1 is the mean of the cluster.
 */
final class Scarcity {
  private Scarcity() {}

  /** The pressure per model; 0 for each if nobody said how many devices there are. */
  static double[] of(Workload workload, Models models) {
    double[] devices = models.devices(workload);
    double all = 0;
    for (double number : devices) {
      all += number;
    }
    double gpu = 0;
    for (int index = 0; index < workload.size(); index++) {
      gpu += workload.part(index) * workload.shape(index).gpu();
    }
    double[] pressure = new double[devices.length];
    for (int index = 0; index < workload.size(); index++) {
      DemandShape shape = workload.shape(index);
      if (!shape.needsGpu()) {
        continue;
      }
      double reach = 0;
      for (int model = 0; model < devices.length; model++) {
        reach += models.allows(shape, model) ? devices[model] : 0;
      }
      for (int model = 0; model < devices.length; model++) {
        if (reach > 0 && models.allows(shape, model)) {
          pressure[model] += workload.part(index) * shape.gpu() / gpu * all / reach;
        }
      }
    }
    return pressure;
  }
}
