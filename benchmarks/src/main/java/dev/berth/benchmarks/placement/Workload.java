package dev.berth.benchmarks.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A made cluster, its services and the stream of their tasks. Everything is drawn from the seed, so
 * all subjects get the same, in the same order.
 *
 * <p>The sizes are those of clouds: nodes of five shapes between 16 and 96 processors with 2, 4 or
 * 8 GiB for each, in three zones, one fifth of them arm64; tasks of an eighth of a processor to
 * four, small ones oftener, with 1 to 8 GiB per processor, and none of their amounts round. A
 * filled cluster has about twenty tasks on each 16 processors.
 */
final class Workload {
  /** What the dimensions count, in their order. */
  static final List<String> DIMENSIONS =
      List.of("cpu", "memory", "network", "disk", "iops", "addresses");

  static final List<String> ZONES = List.of("a", "b", "c");

  /** CPU units (1024 each), MiB, Mbit/s, GiB, operations/s, network interfaces. */
  private static final Amounts SMALL = new Amounts(16_384, 65_536, 10_000, 900, 20_000, 56);

  private static final List<Amounts> SHAPES =
      List.of(
          SMALL,
          new Amounts(16_384, 32_768, 10_000, 900, 20_000, 56),
          new Amounts(16_384, 131_072, 10_000, 900, 20_000, 56),
          new Amounts(49_152, 196_608, 25_000, 2_700, 60_000, 112),
          new Amounts(98_304, 196_608, 25_000, 3_600, 80_000, 112));

  private static final int[] SHAPE_WEIGHTS = {40, 20, 20, 10, 10};
  private static final int[] PROCESSOR_UNITS = {128, 256, 512, 1_024, 2_048, 4_096};
  private static final int[] PROCESSOR_WEIGHTS = {15, 25, 25, 20, 10, 5};
  private static final int[] MEMORY_PER_PROCESSOR = {1_024, 2_048, 4_096, 8_192};
  private static final int[] MEMORY_WEIGHTS = {15, 35, 35, 15};

  private final Scenario scenario;
  private final long seed;
  private final List<Machine> machines = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();

  Workload(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    for (int node = 0; node < scenario.nodes(); node++) {
      Amounts shape = SHAPES.get(weighted(random, SHAPE_WEIGHTS));
      boolean filled = scenario.kind() == Scenario.Kind.FILL;
      machines.add(
          new Machine(
              "node-%06d".formatted(node),
              // A fill counts nodes, and only equal ones can be counted against a bound.
              (filled ? SMALL : shape).first(scenario.dimensions()),
              ZONES.get(node % ZONES.size()),
              architecture(random)));
    }
    for (int number = 0; number < Math.max(500, scenario.nodes() / 20); number++) {
      services.add(
          new Service(number, demand(random).first(scenario.dimensions()), architecture(random)));
    }
  }

  Scenario scenario() {
    return scenario;
  }

  /** The nodes, in the order in which they join. */
  List<Machine> machines() {
    return machines;
  }

  List<Service> services() {
    return services;
  }

  /** Draws the services of tasks, one after the other. */
  SplittableRandom tasks() {
    return new SplittableRandom(seed + 1);
  }

  /** The services of as many tasks as fill 85 % of the scarcest dimension. */
  int[] tasksToFill() {
    SplittableRandom random = tasks();
    double[] used = new double[scenario.dimensions()];
    double[] limit = new double[scenario.dimensions()];
    for (Machine machine : machines) {
      for (int dimension = 0; dimension < limit.length; dimension++) {
        limit[dimension] += Scenario.FULL * machine.capacity().get(dimension);
      }
    }
    GrowingInts tasks = new GrowingInts();
    while (true) {
      int service = random.nextInt(services.size());
      for (int dimension = 0; dimension < limit.length; dimension++) {
        used[dimension] += services.get(service).demand().get(dimension);
        if (used[dimension] > limit[dimension]) {
          return tasks.toArray();
        }
      }
      tasks.add(service);
    }
  }

  private static Amounts demand(SplittableRandom random) {
    double units =
        PROCESSOR_UNITS[weighted(random, PROCESSOR_WEIGHTS)] * random.nextDouble(0.8, 1.2);
    double memory =
        units
            / 1_024
            * MEMORY_PER_PROCESSOR[weighted(random, MEMORY_WEIGHTS)]
            * random.nextDouble(0.8, 1.2);
    return new Amounts(
        Math.round(units),
        Math.max(32, Math.round(memory)),
        // Skewed: many tasks that need little, a few that need a lot.
        Math.round(5 + 1_000 * Math.pow(random.nextDouble(), 4)),
        Math.round(1 + 100 * Math.pow(random.nextDouble(), 4)),
        Math.round(10 + 3_000 * Math.pow(random.nextDouble(), 4)),
        random.nextInt(2));
  }

  private static String architecture(SplittableRandom random) {
    return random.nextInt(5) == 0 ? "arm64" : "amd64";
  }

  private static int weighted(SplittableRandom random, int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int left = random.nextInt(sum);
    int index = 0;
    while (left >= weights[index]) {
      left -= weights[index++];
    }
    return index;
  }
}
