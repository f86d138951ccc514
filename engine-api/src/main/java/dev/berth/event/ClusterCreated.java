package dev.berth.event;

/**
 * A cluster was created.
 *
 * @param cluster the cluster's name
 */
public record ClusterCreated(String cluster) implements ClusterEvent {}
