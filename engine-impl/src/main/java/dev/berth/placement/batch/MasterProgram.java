package dev.berth.placement.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The linear program that mixes patterns so that each kind's demand is covered at least cost, and
 * no type is used beyond its limit. Its prices say what room for one item of each kind is worth.
 *
 * <p>It has a row for each kind, and after those one for each limited type, which counts bins as
 * negative, so that "at most" becomes "at least" as well.
 *
 * <p>Revised simplex with an explicit inverse; the inverse stays sparse for long, so updates skip
 * what is 0.
 */
final class MasterProgram {
  private static final double TOLERANCE = 1e-9;

  /** To divide by less would cost the inverse too many digits. */
  private static final double SMALLEST_PIVOT = 1e-6;

  private final Search search;
  private final int kinds;
  private final int rows;

  /** The row of each type's limit, -1 if it has none. */
  private final int[] limitRow;

  private final List<Pattern> patterns = new ArrayList<>();
  private final List<BinType> types;

  /** What is basic in each row: a pattern's index, or {@code -1 - row} for a row's surplus. */
  private final int[] basis;

  private final double[] values;
  private final double[][] inverse;
  private final double[] prices;
  private final double[] direction;
  private final int[] nonZero;

  /** Starts with a pattern for each kind that holds nothing else. */
  MasterProgram(Search search, int[] demand, List<Pattern> alone, Chance chance) {
    this.search = search;
    this.types = search.batch().types();
    this.kinds = demand.length;
    this.limitRow = new int[types.size()];
    int next = kinds;
    for (int type = 0; type < limitRow.length; type++) {
      limitRow[type] = types.get(type).limit() == BinType.UNLIMITED ? -1 : next++;
    }
    this.rows = next;
    this.basis = new int[rows];
    this.values = new double[rows];
    this.inverse = new double[rows][rows];
    this.prices = new double[rows];
    this.direction = new double[rows];
    this.nonZero = new int[rows];
    for (int type = 0; type < limitRow.length; type++) {
      int row = limitRow[type];
      if (row >= 0) {
        basis[row] = -1 - row;
        inverse[row][row] = -1;
        values[row] = types.get(type).limit();
      }
    }
    for (int kind = 0; kind < kinds; kind++) {
      // ties between equal demands would let the simplex stand still for long
      start(kind, alone.get(kind), demand[kind] + 1e-5 * chance.fraction());
    }
    restore();
  }

  private void start(int kind, Pattern pattern, double demand) {
    double share = 1.0 / pattern.count(0);
    patterns.add(pattern);
    basis[kind] = kind;
    inverse[kind][kind] = share;
    values[kind] = demand * share;
    prices[kind] = costOf(pattern) * share;
    int row = limitRow[pattern.type()];
    if (row >= 0) {
      inverse[row][kind] = -share;
      values[row] -= demand * share;
    }
  }

  private MasterProgram(MasterProgram other) {
    this.search = other.search;
    this.types = other.types;
    this.rows = other.rows;
    this.kinds = other.kinds;
    this.limitRow = other.limitRow;
    this.basis = other.basis.clone();
    this.values = other.values.clone();
    this.inverse = new double[rows][];
    for (int row = 0; row < rows; row++) {
      inverse[row] = other.inverse[row].clone();
    }
    this.prices = other.prices.clone();
    this.direction = new double[rows];
    this.nonZero = new int[rows];
    this.patterns.addAll(other.patterns);
    search.spend(rows * rows / 5_000);
  }

  MasterProgram copy() {
    return new MasterProgram(this);
  }

  void add(Pattern pattern) {
    patterns.add(pattern);
  }

  /** Takes bins of a row's basic pattern out of the mix, together with the demand they cover. */
  void take(int row, int bins) {
    values[row] -= bins;
  }

  /** Pivots until no part of the mix is negative any more, as it is after {@link #take}. */
  void restore() {
    while (!search.over()) {
      int leaving = 0;
      for (int row = 1; row < rows; row++) {
        leaving = values[row] < values[leaving] ? row : leaving;
      }
      if (values[leaving] > -1e-7) {
        return;
      }
      int entering = dearestTo(leaving);
      if (entering == Integer.MIN_VALUE) {
        return;
      }
      aim(entering);
      pivot(entering, leaving, values[leaving] / direction[leaving]);
    }
  }

  /** What can take a negative row's place at the least loss, {@code MIN_VALUE} if nothing can. */
  private int dearestTo(int row) {
    double[] line = inverse[row];
    double least = Double.POSITIVE_INFINITY;
    int best = Integer.MIN_VALUE;
    int size = patterns.size();
    for (int index = 0; index < size; index++) {
      Pattern pattern = patterns.get(index);
      double share = -worth(pattern, line);
      if (share > SMALLEST_PIVOT) {
        double loss = Math.max(0, costOf(pattern) - worth(pattern, prices)) / share;
        if (loss < least) {
          least = loss;
          best = index;
        }
      }
    }
    for (int column = 0; column < rows; column++) {
      if (line[column] > SMALLEST_PIVOT && Math.max(0, prices[column]) / line[column] < least) {
        least = Math.max(0, prices[column]) / line[column];
        best = -1 - column;
      }
    }
    search.spend(1 + size / 60);
    return best;
  }

  /** What one more item of each kind would cost; not to be written. */
  double[] prices() {
    return prices;
  }

  double cost() {
    double cost = 0;
    for (int row = 0; row < rows; row++) {
      cost += basis[row] >= 0 ? values[row] * costOf(patterns.get(basis[row])) : 0;
    }
    return cost;
  }

  /** How often the optimal mix uses a row's basic pattern. */
  double value(int row) {
    return values[row];
  }

  /** The basic pattern of a row, or null if that is the row's surplus. */
  @Nullable Pattern basic(int row) {
    return basis[row] >= 0 ? patterns.get(basis[row]) : null;
  }

  int rows() {
    return rows;
  }

  /** What one bin less of a limited type would cost, 0 for other types. */
  double scarcity(int type) {
    return limitRow[type] >= 0 ? Math.max(0, prices[limitRow[type]]) : 0;
  }

  private double worth(Pattern pattern, double[] line) {
    int row = limitRow[pattern.type()];
    return row >= 0 ? pattern.worth(line) - line[row] : pattern.worth(line);
  }

  private double costOf(Pattern pattern) {
    return types.get(pattern.type()).cost();
  }

  /** Pivots until no known pattern makes the mix cheaper; false if the steps ended before. */
  boolean optimize(long end) {
    while (!search.over() && search.steps() < end) {
      int entering = cheapest();
      if (entering == Integer.MIN_VALUE) {
        return true;
      }
      aim(entering);
      int leaving = leaving();
      if (leaving < 0) {
        return true;
      }
      pivot(entering, leaving, Math.max(0, values[leaving]) / direction[leaving]);
    }
    return false;
  }

  /** The pattern or surplus that lowers the cost most, {@code MIN_VALUE} if none does. */
  private int cheapest() {
    double least = -1e-7;
    int best = Integer.MIN_VALUE;
    int size = patterns.size();
    for (int index = 0; index < size; index++) {
      Pattern pattern = patterns.get(index);
      double reduced = 1 - worth(pattern, prices) / costOf(pattern);
      if (reduced < least) {
        least = reduced;
        best = index;
      }
    }
    for (int row = 0; row < rows; row++) {
      if (prices[row] < least) {
        least = prices[row];
        best = -1 - row;
      }
    }
    search.spend(1 + size / 100);
    return best;
  }

  /** Sets the direction to the entering column as the basis sees it. */
  private void aim(int entering) {
    if (entering < 0) {
      int column = -1 - entering;
      for (int row = 0; row < rows; row++) {
        direction[row] = -inverse[row][column];
      }
      return;
    }
    Pattern pattern = patterns.get(entering);
    for (int row = 0; row < rows; row++) {
      direction[row] = worth(pattern, inverse[row]);
    }
  }

  private int leaving() {
    int leaving = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int row = 0; row < rows; row++) {
      if (direction[row] > SMALLEST_PIVOT) {
        double ratio = Math.max(0, values[row]) / direction[row];
        boolean tie = leaving >= 0 && Math.abs(ratio - least) <= TOLERANCE;
        if (tie ? direction[row] > direction[leaving] : ratio < least) {
          least = Math.min(ratio, least);
          leaving = row;
        }
      }
    }
    return leaving;
  }

  private void pivot(int entering, int leaving, double step) {
    double[] line = inverse[leaving];
    double pivot = direction[leaving];
    int filled = 0;
    for (int column = 0; column < rows; column++) {
      if (Math.abs(line[column]) > 1e-12) {
        line[column] /= pivot;
        nonZero[filled++] = column;
      } else {
        line[column] = 0;
      }
    }
    int touched = 0;
    for (int row = 0; row < rows; row++) {
      double factor = direction[row];
      if (row != leaving && Math.abs(factor) > 1e-12) {
        subtract(inverse[row], line, factor, filled);
        values[row] -= factor * step;
        touched++;
      }
    }
    values[leaving] = step;
    double gain = reducedCost(entering);
    for (int index = 0; index < filled; index++) {
      prices[nonZero[index]] += gain * line[nonZero[index]];
    }
    basis[leaving] = entering;
    search.spend(1 + (touched * filled) / 1000 + rows / 100);
  }

  private double reducedCost(int entering) {
    if (entering < 0) {
      return prices[-1 - entering];
    }
    Pattern pattern = patterns.get(entering);
    return costOf(pattern) - worth(pattern, prices);
  }

  private void subtract(double[] from, double[] line, double factor, int filled) {
    if (filled * 3 > rows) {
      for (int column = 0; column < rows; column++) {
        from[column] -= factor * line[column];
      }
    } else {
      for (int index = 0; index < filled; index++) {
        from[nonZero[index]] -= factor * line[nonZero[index]];
      }
    }
  }

  /**
   * Forgets the patterns that are furthest from being useful, if they are more than {@code most}.
   */
  void forget(int most) {
    if (patterns.size() <= most) {
      return;
    }
    double[] reduced = new double[patterns.size()];
    for (int index = 0; index < reduced.length; index++) {
      Pattern pattern = patterns.get(index);
      reduced[index] = 1 - worth(pattern, prices) / costOf(pattern);
    }
    double[] sorted = reduced.clone();
    Arrays.sort(sorted);
    double limit = sorted[most / 2];
    keep(index -> reduced[index] <= limit);
  }

  /** Forgets the patterns that hold more than is left, or are of a type that may not be opened. */
  void restrict(int[] left, boolean[] open) {
    keep(index -> open[patterns.get(index).type()] && patterns.get(index).within(left));
  }

  /** Forgets all patterns but those asked for, the basic ones and the one of each kind alone. */
  private void keep(IntPredicate wanted) {
    boolean[] basic = new boolean[patterns.size()];
    for (int index : basis) {
      if (index >= 0) {
        basic[index] = true;
      }
    }
    int[] moved = new int[basic.length];
    List<Pattern> kept = new ArrayList<>();
    for (int index = 0; index < basic.length; index++) {
      if (index < kinds || basic[index] || wanted.test(index)) {
        moved[index] = kept.size();
        kept.add(patterns.get(index));
      }
    }
    patterns.clear();
    patterns.addAll(kept);
    for (int row = 0; row < rows; row++) {
      basis[row] = basis[row] >= 0 ? moved[basis[row]] : basis[row];
    }
  }
}
