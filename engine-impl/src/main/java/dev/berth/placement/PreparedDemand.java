package dev.berth.placement;

import dev.berth.placement.query.Query;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A demand as its placer sees it: amounts in columns, constraints as bits, the order of nodes as
 * criteria. Made once by {@link Placer#prepare}, used for as many placements as there are replicas.
 */
public final class PreparedDemand implements DemandView {
  private final Demand demand;
  private final int id;
  private final Group group;
  private final Filter filter;
  private final HardSpread[] hardSpreads;
  private final Query[] dynamicQueries;
  private final int[] ports;
  private final boolean distinct;
  private final boolean filterAlone;
  private long[] amounts = {};
  private long[] needs = {};
  private long furtherColumns;
  private int wholeGpus;
  private int gpuShare;
  private Criterion[] criteria = {};
  private Route route = Route.SCAN;
  private final Ledger ledger;
  private int placed;
  private boolean counted;
  private @Nullable Ranking ranking;

  PreparedDemand(Demand demand, int id, Group group, Filter filter, HardSpread[] hardSpreads) {
    this.demand = demand;
    this.id = id;
    ledger = group.ledger();
    this.group = group;
    this.filter = filter;
    this.hardSpreads = hardSpreads;
    dynamicQueries = demand.queries().stream().filter(Query::dynamic).toArray(Query[]::new);
    ports = demand.fixedPorts().stream().mapToInt(Ports::of).toArray();
    // Read with every decision: what follows from other objects is kept here, beside the rest.
    distinct = demand.distinct();
    filterAlone =
        hardSpreads.length == 0 && dynamicQueries.length == 0 && ports.length == 0 && !distinct;
  }

  /** Lays the demand out in the columns of {@code dimensions}, and its criteria. */
  void layOut(Dimensions dimensions, Criterion[] order, Route way) {
    amounts = dimensions.amounts(demand.resources());
    // Where nothing is asked for, even a node that gave away too much has enough.
    long[] least = Arrays.stream(amounts).map(it -> it > 0 ? it : Long.MIN_VALUE).toArray();
    // The same array where it can be, as decisions read both.
    needs = Arrays.equals(least, amounts) ? amounts : least;
    wholeGpus = dimensions.wholeGpus(demand.resources());
    gpuShare = dimensions.hasGpus() ? (int) amounts[dimensions.shareColumn()] : 0;
    furtherColumns = Nodes.furtherColumns(amounts, 0, amounts.length);
    criteria = order;
    route = way;
    ranking = null;
  }

  /** What was asked for. */
  public Demand demand() {
    return demand;
  }

  /** How many of it are placed now. */
  public int placed() {
    return placed;
  }

  /** How many of it are on a node. */
  int on(int node) {
    return ledger.get(node, id);
  }

  /** Gives every node that has any of it. */
  void forEachNode(IntConsumer action) {
    ledger.forEachNode(id, action);
  }

  /** Takes down that one was placed on a node. */
  void add(int node) {
    ledger.add(node, id);
    if (placed++ == 0) {
      group.enter(this);
    }
  }

  /** Takes down that one was released on a node; returns whether there was one. */
  boolean remove(int node) {
    if (!ledger.remove(node, id)) {
      return false;
    }
    if (--placed == 0) {
      group.leave(this);
    }
    return true;
  }

  int id() {
    return id;
  }

  Group group() {
    return group;
  }

  Filter filter() {
    return filter;
  }

  /** Whether its group counts by domains. */
  boolean counted() {
    return counted;
  }

  void counted(boolean byDomains) {
    counted = byDomains;
  }

  boolean distinct() {
    return distinct;
  }

  HardSpread[] hardSpreads() {
    return hardSpreads;
  }

  Query[] dynamicQueries() {
    return dynamicQueries;
  }

  int[] ports() {
    return ports;
  }

  /** What it takes of each column. */
  long[] amounts() {
    return amounts;
  }

  /** What must be free of each column. */
  long[] needs() {
    return needs;
  }

  /** Which columns behind the first two it asks for, a bit each. */
  long furtherColumns() {
    return furtherColumns;
  }

  Criterion[] criteria() {
    return criteria;
  }

  Route route() {
    return route;
  }

  /** Whether nothing but room and the filter matters. */
  boolean filterAlone() {
    return filterAlone;
  }

  /** Whether nothing but room matters, as the nodes are now. */
  boolean anyNode() {
    return filterAlone && filter.allowsAll();
  }

  @Nullable Ranking ranking() {
    return ranking;
  }

  void ranking(@Nullable Ranking kept) {
    ranking = kept;
  }

  @Override
  public long amount(int dimension) {
    return amounts[dimension];
  }

  @Override
  public int wholeGpus() {
    return wholeGpus;
  }

  @Override
  public int gpuShare() {
    return gpuShare;
  }

  @Override
  public String toString() {
    return demand.toString();
  }
}
