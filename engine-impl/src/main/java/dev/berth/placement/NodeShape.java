package dev.berth.placement;

import dev.berth.model.Resources;
import java.util.SortedMap;

/**
 * What placement knows of a node.
 *
 * @param name unique among the placer's nodes; the last tie-break
 * @param driver the name of the driver that would run the task
 * @param capacity all that can be reserved
 * @param attributes what constraints can look at
 */
public record NodeShape(
    String name, String driver, Resources capacity, SortedMap<String, String> attributes) {}
