package dev.berth.placement.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a policy knows of the demands to come: their shapes, how often each comes, and on how many
 * GPU devices of each model they can meet.
 *
 * <p>Immutable. Whoever learns a workload counts demands in a {@link Builder} and makes a policy of
 * a fresh workload now and then: doubling the number of demands seen before each is often enough.
 */
public final class Workload {
  /** The node attribute that names the GPU model unless the builder says otherwise. */
  public static final String MODEL_ATTRIBUTE = "gpu.model";

  /** A shape and how often it comes, in any unit. */
  public record Typical(DemandShape shape, double weight) {}

  private final String modelAttribute;
  private final List<Typical> typical;
  private final SortedMap<String, Long> devices;
  private final double totalWeight;

  private Workload(String modelAttribute, List<Typical> typical, SortedMap<String, Long> devices) {
    this.modelAttribute = modelAttribute;
    this.typical = List.copyOf(typical);
    this.devices = new TreeMap<>(devices);
    double total = 0;
    for (Typical one : typical) {
      total += one.weight();
    }
    this.totalWeight = total;
  }

  /** A workload that nothing is known of yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** The node attribute that names the GPU model. */
  public String modelAttribute() {
    return modelAttribute;
  }

  /** The shapes, in the order in which they were first counted. */
  public List<Typical> typical() {
    return typical;
  }

  /** How many shapes there are. */
  public int size() {
    return typical.size();
  }

  /** The shapes that come most often and together make at least {@code part} of all demands. */
  public Workload mostPopular(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("part (%s) must be above 0 and at most 1".formatted(part));
    }
    List<Typical> byWeight = new ArrayList<>(typical);
    byWeight.sort(Comparator.comparingDouble(Typical::weight).reversed());
    List<Typical> popular = new ArrayList<>();
    double covered = 0;
    for (Typical one : byWeight) {
      if (covered >= part * totalWeight) {
        break;
      }
      popular.add(one);
      covered += one.weight();
    }
    return new Workload(modelAttribute, popular, devices);
  }

  DemandShape shape(int index) {
    return typical.get(index).shape();
  }

  /** The part of all demands that has a shape. */
  double part(int index) {
    return typical.get(index).weight() / totalWeight;
  }

  /** How many devices there are of each GPU model; empty if nobody said. */
  SortedMap<String, Long> devices() {
    return devices;
  }

  @Override
  public String toString() {
    return "Workload[%d shapes, devices %s]".formatted(typical.size(), devices);
  }

  /** Counts demands. Not for several threads. */
  public static final class Builder {
    private String modelAttribute = MODEL_ATTRIBUTE;
    private final Map<DemandShape, Double> weights = new LinkedHashMap<>();
    private final SortedMap<String, Long> devices = new TreeMap<>();

    private Builder() {}

    /** The node attribute that names the GPU model. */
    public Builder modelAttribute(String name) {
      modelAttribute = name;
      return this;
    }

    /** One more demand of a shape. */
    public Builder count(DemandShape shape) {
      return count(shape, 1);
    }

    /** So many more demands of a shape. */
    public Builder count(DemandShape shape, double demands) {
      if (!(demands > 0 && demands < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("demands (%s) must be positive".formatted(demands));
      }
      weights.merge(shape, demands, Double::sum);
      return this;
    }

    /** So many more devices of a GPU model in the cluster. */
    public Builder devices(String model, int number) {
      if (number < 0) {
        throw new IllegalArgumentException("number (%d) must not be negative".formatted(number));
      }
      devices.merge(model, (long) number, Long::sum);
      return this;
    }

    /** What was counted so far; the builder can go on counting. */
    public Workload build() {
      List<Typical> typical = new ArrayList<>(weights.size());
      weights.forEach((shape, weight) -> typical.add(new Typical(shape, weight)));
      return new Workload(modelAttribute, typical, devices);
    }
  }
}
