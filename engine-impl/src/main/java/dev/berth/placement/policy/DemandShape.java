package dev.berth.placement.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The shape that many demands of a workload have.
 *
 * @param amounts what it reserves of each resource: CPU, memory, then others; those left out are 0
 * @param wholeGpus how many GPU devices it takes for itself alone
 * @param gpuShare thousandths of one device, 1 to 999, or 0
 * @param models the GPU models it may run on; empty if it runs on any
 */
public record DemandShape(List<Long> amounts, int wholeGpus, int gpuShare, Set<String> models) {
  /** The thousandths of one GPU device. */
  static final int DEVICE = 1_000;

  public DemandShape {
    amounts = List.copyOf(amounts);
    models = Set.copyOf(models);
    for (long amount : amounts) {
      if (amount < 0) {
        throw new IllegalArgumentException("amounts (%s) must not be negative".formatted(amounts));
      }
    }
    if (wholeGpus < 0) {
      throw new IllegalArgumentException(
          "wholeGpus (%d) must not be negative".formatted(wholeGpus));
    }
    if (gpuShare < 0 || gpuShare >= DEVICE) {
      throw new IllegalArgumentException(
          "gpuShare (%d) must be 0 to 999 thousandths of a device; a whole device is wholeGpus"
              .formatted(gpuShare));
    }
    if (wholeGpus > 0 && gpuShare > 0) {
      throw new IllegalArgumentException(
          "wholeGpus (%d) and gpuShare (%d) exclude each other".formatted(wholeGpus, gpuShare));
    }
    if (!models.isEmpty() && wholeGpus == 0 && gpuShare == 0) {
      throw new IllegalArgumentException("models (%s) need a GPU".formatted(new TreeSet<>(models)));
    }
  }

  /** A demand without GPUs. */
  public static DemandShape of(long cpu, long memory) {
    return new DemandShape(List.of(cpu, memory), 0, 0, Set.of());
  }

  /** The same demand with so many whole GPUs. */
  public DemandShape withGpus(int devices) {
    return new DemandShape(amounts, devices, 0, models);
  }

  /** The same demand with a share of one GPU, in thousandths. */
  public DemandShape withGpuShare(int thousandths) {
    return new DemandShape(amounts, 0, thousandths, models);
  }

  /** The same demand on these GPU models only. */
  public DemandShape onModels(String... allowed) {
    return new DemandShape(amounts, wholeGpus, gpuShare, Set.of(allowed));
  }

  /** What it reserves of a resource. */
  long amount(int dimension) {
    return dimension < amounts.size() ? amounts.get(dimension) : 0;
  }

  boolean needsGpu() {
    return wholeGpus > 0 || gpuShare > 0;
  }

  /** How many devices it touches. */
  int devices() {
    return gpuShare > 0 ? 1 : wholeGpus;
  }

  /** What it takes of each device it touches. */
  int perDevice() {
    return gpuShare > 0 ? gpuShare : DEVICE;
  }

  /** All GPU it takes, in thousandths of a device. */
  long gpu() {
    return needsGpu() ? (long) devices() * perDevice() : 0;
  }

  boolean allows(String model) {
    return models.isEmpty() || models.contains(model);
  }
}
