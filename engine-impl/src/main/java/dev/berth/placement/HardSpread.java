package dev.berth.placement;

/**
 * A spread that must hold: a domain may have at most {@code maxSkew} more of the group than the
 * domain that has the fewest, as Kubernetes' {@code DoNotSchedule}.
 *
 * @param affinity the nodes that the demand's constraints allow, whatever their taints: their
 *     domains are compared
 * @param minDomains with fewer domains than this the fewest counts as 0
 */
record HardSpread(Topology topology, Filter affinity, int maxSkew, int minDomains) {
  /** The most of the group that a domain may have before one more comes. */
  long limit(Group group) {
    int[] counts = group.counts(topology);
    int[] allowed = affinity.nodesIn(topology);
    int fewest = Integer.MAX_VALUE;
    int domains = 0;
    for (int domain = Topology.MISSING + 1; domain < topology.size(); domain++) {
      if (domain < allowed.length && allowed[domain] > 0) {
        fewest = Math.min(fewest, counts[domain]);
        domains++;
      }
    }
    return (domains < minDomains || domains == 0 ? 0L : fewest) + maxSkew - 1;
  }

  boolean exceeds(Group group, int node, long limit) {
    int domain = topology.domain(node);
    return domain == Topology.MISSING || group.counts(topology)[domain] > limit;
  }
}
