package dev.berth.view;

import dev.berth.model.NodeId;
import dev.berth.model.NodeStatus;
import dev.berth.model.Resources;
import java.util.SortedMap;

/**
 * A node at one moment.
 *
 * @param id the node
 * @param driver the name of its driver
 * @param resources all that placement may give away
 * @param available what is not given away
 * @param attributes what placement can ask for
 * @param status whether it takes tasks
 * @param taskCount tasks that hold resources on it
 */
public record NodeView(
    NodeId id,
    String driver,
    Resources resources,
    Resources available,
    SortedMap<String, String> attributes,
    NodeStatus status,
    int taskCount) {}
