package dev.berth.model;

/**
 * The identity of a service: its cluster and its name in that cluster.
 *
 * @param cluster the cluster's name
 * @param name the service's name, unique in its cluster
 */
public record ServiceId(String cluster, String name) implements Comparable<ServiceId> {
  public ServiceId {
    Requirements.name("cluster name", cluster);
    Requirements.name("service name", name);
  }

  @Override
  public int compareTo(ServiceId other) {
    int byCluster = cluster.compareTo(other.cluster);
    return byCluster != 0 ? byCluster : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return cluster + "/" + name;
  }
}
