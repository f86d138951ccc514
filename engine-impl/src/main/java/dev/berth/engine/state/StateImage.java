package dev.berth.engine.state;

import dev.berth.model.ServiceId;
import dev.berth.model.TaskDefinition;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * An {@link EngineState} as it was after one event, for any thread to read. Taking one copies no
 * task: it shares the pages they lie in until they change.
 *
 * @param sequence the journal position of the last event in it
 * @param closing whether the engine was closing
 * @param clusters the clusters' names, each with the first number for the tasks of a new service
 */
public record StateImage(
    long sequence,
    boolean closing,
    SortedMap<String, Long> clusters,
    List<TaskDefinition> definitions,
    List<NodeState> nodes,
    List<ServiceState> services,
    Map<ServiceId, NumberedPages<TaskState>> tasks) {}
