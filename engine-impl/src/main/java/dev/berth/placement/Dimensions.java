package dev.berth.placement;

import dev.berth.InvalidSpecException;
import dev.berth.model.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The resources a placer counts, and the columns that a row of amounts has for them: one per
 * dimension, and behind them two more if GPUs are counted.
 *
 * <p>A GPU is 1,000 thousandths. A node's row has the thousandths free in all, how many devices are
 * wholly free, and the largest free part of one device; so whole devices and a share of one are
 * plain comparisons, as for any other resource.
 */
final class Dimensions {
  static final int WHOLE_GPU = 1_000;
  static final int MOST = 32;
  private static final int MOST_GPUS = 64;

  private final List<String> names;
  private final int gpu;

  /** These resources, GPUs behind all others. */
  Dimensions(List<String> given) {
    List<String> ordered = new ArrayList<>(given);
    boolean gpus = ordered.remove(Resources.GPU);
    if (gpus) {
      ordered.add(Resources.GPU);
    }
    names = List.copyOf(ordered);
    gpu = gpus ? names.size() - 1 : -1;
    if (names.isEmpty() || names.size() > MOST) {
      throw new InvalidSpecException(
          "dimensions must be 1 to %d, not %d: %s".formatted(MOST, names.size(), names));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new InvalidSpecException("dimensions name a resource twice: %s".formatted(names));
    }
    if (names.contains(Resources.GPU_SHARE)) {
      throw new InvalidSpecException(
          "dimension '%s' comes with dimension '%s': name that one"
              .formatted(Resources.GPU_SHARE, Resources.GPU));
    }
  }

  Dimensions with(String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return new Dimensions(more);
  }

  int count() {
    return names.size();
  }

  /** How many there are besides GPUs. */
  int withoutGpus() {
    return gpu < 0 ? names.size() : gpu;
  }

  List<String> names() {
    return names;
  }

  /** How many columns a row has. */
  int width() {
    return gpu < 0 ? names.size() : names.size() + 2;
  }

  boolean hasGpus() {
    return gpu >= 0;
  }

  int gpu() {
    return gpu;
  }

  int wholeColumn() {
    return names.size();
  }

  int shareColumn() {
    return names.size() + 1;
  }

  /** The name of the resource that a column counts. */
  String resourceOf(int column) {
    return column < names.size()
        ? names.get(column)
        : column == wholeColumn() ? Resources.GPU : Resources.GPU_SHARE;
  }

  /** Whether every resource of {@code amounts} is counted. */
  boolean cover(Resources amounts) {
    return amounts.amounts().keySet().stream().allMatch(this::counts);
  }

  boolean counts(String resource) {
    return names.contains(resource) || (resource.equals(Resources.GPU_SHARE) && gpu >= 0);
  }

  /** The row of a node with nothing on it. */
  long[] capacity(String node, Resources capacity) {
    checkKnown("node '" + node + "'", capacity);
    if (capacity.get(Resources.GPU_SHARE) > 0) {
      throw new InvalidSpecException(
          "node '%s' has '%s': a node offers shares of the '%s' it has"
              .formatted(node, Resources.GPU_SHARE, Resources.GPU));
    }
    long devices = capacity.get(Resources.GPU);
    if (devices > MOST_GPUS) {
      throw new InvalidSpecException(
          "node '%s' has %d GPUs; at most %d are possible".formatted(node, devices, MOST_GPUS));
    }
    long[] row = row(capacity);
    if (gpu >= 0) {
      row[gpu] = devices * WHOLE_GPU;
      row[wholeColumn()] = devices;
      row[shareColumn()] = devices > 0 ? WHOLE_GPU : 0;
    }
    return row;
  }

  /** The row of a demand. */
  long[] amounts(Resources demand) {
    checkKnown("a demand", demand);
    long whole = demand.get(Resources.GPU);
    long share = demand.get(Resources.GPU_SHARE);
    if (share > 0 && (whole > 0 || share >= WHOLE_GPU)) {
      throw new InvalidSpecException(
          "a demand asks for %d GPUs and a share of %d thousandths: whole ones or a share of one, 1 to 999"
              .formatted(whole, share));
    }
    long[] row = row(demand);
    if (gpu >= 0) {
      row[gpu] = (long) wholeGpus(demand) * WHOLE_GPU + share;
      row[wholeColumn()] = whole;
      row[shareColumn()] = share;
    }
    return row;
  }

  /** How many whole GPUs a demand takes; more than a node can have are as good as one too many. */
  int wholeGpus(Resources demand) {
    return hasGpus() ? (int) Math.min(demand.get(Resources.GPU), MOST_GPUS + 1) : 0;
  }

  /**
   * The column that counts a resource.
   *
   * @throws InvalidSpecException if it is not counted
   */
  int columnToPack(String resource) {
    if (!counts(resource)) {
      throw new InvalidSpecException(
          "a strategy packs by resource '%s', but this placer counts only %s: add it to the dimensions"
              .formatted(resource, names));
    }
    return resource.equals(Resources.GPU_SHARE) ? gpu : names.indexOf(resource);
  }

  private long[] row(Resources amounts) {
    long[] row = new long[width()];
    for (int dimension = 0; dimension < names.size(); dimension++) {
      row[dimension] = amounts.get(names.get(dimension));
    }
    return row;
  }

  private void checkKnown(String who, Resources amounts) {
    for (Map.Entry<String, Long> amount : amounts.amounts().entrySet()) {
      if (!counts(amount.getKey())) {
        throw new InvalidSpecException(
            "%s names resource '%s' (%d), but this placer counts only %s: add it to the dimensions"
                .formatted(who, amount.getKey(), amount.getValue(), names));
      }
    }
  }
}
