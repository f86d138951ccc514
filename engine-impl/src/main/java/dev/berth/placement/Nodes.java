package dev.berth.placement;

import dev.berth.ConflictException;
import dev.berth.NotFoundException;
import dev.berth.model.Resources;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The nodes by index, as arrays: a row of what is free of each column, a row of capacities, and
 * what kind of node it is. An index that is freed is used again, the lowest first.
 */
final class Nodes {
  private static final byte ABSENT = 0;
  private static final byte OPEN = 1;
  private static final byte DRAINED = 2;

  private final Map<String, Integer> byName = new HashMap<>();
  private final PriorityQueue<Integer> freed = new PriorityQueue<>();
  private Dimensions dimensions;
  private int width;
  private int limit;
  private @Nullable NodeShape[] shapes = new NodeShape[16];
  private byte[] kind = new byte[16];
  private int[] tasks = new int[16];
  private long[] free;
  private long[] capacity;
  private double[] scales;
  private final Devices devices = new Devices();

  Nodes(Dimensions dimensions) {
    this.dimensions = dimensions;
    width = dimensions.width();
    free = new long[16 * width];
    capacity = new long[16 * width];
    scales = new double[width];
  }

  Dimensions dimensions() {
    return dimensions;
  }

  int width() {
    return width;
  }

  Devices devices() {
    return devices;
  }

  /** One more than the highest index ever used. */
  int limit() {
    return limit;
  }

  /** How many nodes there are. */
  int size() {
    return byName.size();
  }

  boolean exists(int node) {
    return node >= 0 && node < limit && kind[node] != ABSENT;
  }

  /** Whether the node takes demands. */
  boolean open(int node) {
    return kind[node] == OPEN;
  }

  NodeShape shape(int node) {
    NodeShape shape = node >= 0 && node < limit ? shapes[node] : null;
    if (shape == null) {
      throw noSuchNode(node);
    }
    return shape;
  }

  void checkExists(int node) {
    if (!exists(node)) {
      throw noSuchNode(node);
    }
  }

  private NotFoundException noSuchNode(int node) {
    return new NotFoundException(
        "no node has index %d: there are %d nodes, and the highest index is %d"
            .formatted(node, size(), limit - 1));
  }

  /** The index of a node, or a negative number. */
  int find(String name) {
    return byName.getOrDefault(name, -1);
  }

  int indexOf(String name) {
    int node = find(name);
    if (node < 0) {
      throw new NotFoundException(
          "no node '%s' among the placer's %d nodes".formatted(name, size()));
    }
    return node;
  }

  long free(int node, int column) {
    return free[node * width + column];
  }

  long capacity(int node, int column) {
    return capacity[node * width + column];
  }

  /** 1 divided by the largest capacity of a column that ever joined, or 0. */
  double scale(int column) {
    return scales[column];
  }

  /** How many demands are placed on a node. */
  int tasks(int node) {
    return tasks[node];
  }

  /** Whether a node's capacity is {@code row}. */
  boolean hasCapacity(int node, long[] row) {
    return Arrays.equals(capacity, node * width, (node + 1) * width, row, 0, width);
  }

  long[] capacityRow(int node) {
    return Arrays.copyOfRange(capacity, node * width, (node + 1) * width);
  }

  /** Which columns behind the first two the node has anything of at all, a bit each. */
  long furtherColumns(int node) {
    return furtherColumns(capacity, node * width, width);
  }

  static long furtherColumns(long[] amounts, int from, int width) {
    long set = 0;
    for (int column = 2; column < width; column++) {
      set |= amounts[from + column] > 0 ? 1L << column : 0;
    }
    return set;
  }

  /** Whether what is free is enough in each column. */
  boolean fits(int node, long[] needs) {
    int row = node * width;
    for (int column = 0; column < needs.length; column++) {
      if (free[row + column] < needs[column]) {
        return false;
      }
    }
    return true;
  }

  /** What would stay free, each column times its factor. */
  double linearCost(int node, long[] amounts, double[] factors) {
    int row = node * width;
    double cost = 0;
    for (int column = 0; column < factors.length; column++) {
      cost += factors[column] * Math.max(0, free[row + column] - amounts[column]);
    }
    return cost;
  }

  /** Adds a node that has a row already. */
  int add(NodeShape shape, long[] row) {
    Integer reused = freed.poll();
    int node = reused == null ? limit++ : reused;
    ensure(limit);
    byName.put(shape.name(), node);
    kind[node] = OPEN;
    tasks[node] = 0;
    Arrays.fill(free, node * width, (node + 1) * width, 0);
    Arrays.fill(capacity, node * width, (node + 1) * width, 0);
    devices.clear(node, limit);
    reshape(node, shape, row);
    return node;
  }

  /** Changes a node's shape; what is reserved on it stays so, and free may become negative. */
  void reshape(int node, NodeShape shape, long[] row) {
    shapes[node] = shape;
    for (int column = 0; column < width; column++) {
      int at = node * width + column;
      free[at] += row[column] - capacity[at];
      capacity[at] = row[column];
    }
    if (dimensions.hasGpus()) {
      devices.count(node, (int) row[dimensions.wholeColumn()]);
      followDevices(node);
    }
  }

  /** Raises the scales to a node's capacity; returns whether any changed. */
  boolean raiseScales(int node) {
    boolean raised = false;
    for (int column = 0; column < width; column++) {
      long amount = capacity(node, column);
      if (amount > 0 && (scales[column] == 0 || 1.0 / amount < scales[column])) {
        scales[column] = 1.0 / amount;
        raised = true;
      }
    }
    return raised;
  }

  void checkEmpty(int node) {
    if (tasks[node] > 0) {
      throw new ConflictException(
          "node '%s' holds %d tasks: drain it, and release them before it is removed"
              .formatted(shape(node).name(), tasks[node]));
    }
  }

  void remove(int node) {
    byName.remove(shape(node).name());
    shapes[node] = null;
    kind[node] = ABSENT;
    freed.add(node);
  }

  void drain(int node, boolean drained) {
    kind[node] = drained ? DRAINED : OPEN;
  }

  /** Takes what a demand asks for, or gives it back if negative. */
  void take(int node, PreparedDemand demand, int times) {
    long[] amounts = demand.amounts();
    int row = node * width;
    for (int column = 0; column < dimensions.count(); column++) {
      free[row + column] -= times * amounts[column];
    }
    tasks[node] += times;
  }

  /** Takes over what the node's devices say is free. */
  void followDevices(int node) {
    int row = node * width;
    free[row + dimensions.gpu()] = devices.free(node);
    free[row + dimensions.wholeColumn()] = devices.wholeFree(node);
    free[row + dimensions.shareColumn()] = devices.largestFree(node);
  }

  /** Counts one more resource from now on. */
  void widen(Dimensions wider) {
    int columns = wider.width();
    long[] widerFree = new long[kind.length * columns];
    long[] widerCapacity = new long[kind.length * columns];
    double[] widerScales = new double[columns];
    for (int column = 0; column < width; column++) {
      int to = column < dimensions.withoutGpus() ? column : column + wider.width() - width;
      widerScales[to] = scales[column];
      for (int node = 0; node < limit; node++) {
        widerFree[node * columns + to] = free[node * width + column];
        widerCapacity[node * columns + to] = capacity[node * width + column];
      }
    }
    dimensions = wider;
    width = columns;
    free = widerFree;
    capacity = widerCapacity;
    scales = widerScales;
  }

  Resources available(int node) {
    Resources available = Resources.NONE;
    for (int column = 0; column < dimensions.count(); column++) {
      boolean gpus = column == dimensions.gpu();
      long amount = free(node, gpus ? dimensions.wholeColumn() : column);
      available = available.with(dimensions.resourceOf(column), Math.max(0, amount));
    }
    return available;
  }

  private void ensure(int needed) {
    if (needed > kind.length) {
      int length = needed + (needed >> 1);
      shapes = Arrays.copyOf(shapes, length);
      kind = Arrays.copyOf(kind, length);
      tasks = Arrays.copyOf(tasks, length);
      free = Arrays.copyOf(free, length * width);
      capacity = Arrays.copyOf(capacity, length * width);
    }
  }
}
