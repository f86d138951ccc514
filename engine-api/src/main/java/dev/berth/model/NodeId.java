package dev.berth.model;

/**
 * The identity of a node: its cluster and its name in that cluster.
 *
 * @param cluster the cluster's name
 * @param name the node's name, unique in its cluster
 */
public record NodeId(String cluster, String name) implements Comparable<NodeId> {
  public NodeId {
    Requirements.name("cluster name", cluster);
    Requirements.name("node name", name);
  }

  @Override
  public int compareTo(NodeId other) {
    int byCluster = cluster.compareTo(other.cluster);
    return byCluster != 0 ? byCluster : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return cluster + "/" + name;
  }
}
