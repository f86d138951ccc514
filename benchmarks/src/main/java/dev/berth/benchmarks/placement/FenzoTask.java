package dev.berth.benchmarks.placement;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task as Fenzo is asked to place it. */
final class FenzoTask implements TaskRequest {
  private final String id;
  private final Service service;
  private final Map<String, Double> scalars;
  private final List<ConstraintEvaluator> constraints;
  private @Nullable AssignedResources assigned;
  private int position;

  FenzoTask(
      String id,
      Service service,
      Map<String, Double> scalars,
      List<ConstraintEvaluator> constraints) {
    this.id = id;
    this.service = service;
    this.scalars = scalars;
    this.constraints = constraints;
  }

  /** The dimensions for which Fenzo has no method of its own. */
  static Map<String, Double> scalars(Amounts amounts) {
    Map<String, Double> scalars = new HashMap<>();
    for (int dimension = 4; dimension < amounts.dimensions(); dimension++) {
      scalars.put(Workload.DIMENSIONS.get(dimension), (double) amounts.get(dimension));
    }
    return scalars;
  }

  static double amount(Amounts amounts, int dimension) {
    return dimension < amounts.dimensions() ? amounts.get(dimension) : 0;
  }

  /** Where in its batch it stands. */
  int position() {
    return position;
  }

  void stands(int index) {
    position = index;
  }

  Service service() {
    return service;
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public String taskGroupName() {
    return "tasks";
  }

  @Override
  public double getCPUs() {
    return service.demand().get(0);
  }

  @Override
  public double getMemory() {
    return service.demand().get(1);
  }

  @Override
  public double getNetworkMbps() {
    return amount(service.demand(), 2);
  }

  @Override
  public double getDisk() {
    return amount(service.demand(), 3);
  }

  @Override
  public int getPorts() {
    return 0;
  }

  @Override
  public Map<String, Double> getScalarRequests() {
    return scalars;
  }

  @Override
  public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
    return Map.of();
  }

  @Override
  public List<? extends ConstraintEvaluator> getHardConstraints() {
    return constraints;
  }

  @Override
  public List<? extends VMTaskFitnessCalculator> getSoftConstraints() {
    return List.of();
  }

  @Override
  public void setAssignedResources(AssignedResources resources) {
    assigned = resources;
  }

  @Override
  public @Nullable AssignedResources getAssignedResources() {
    return assigned;
  }
}
