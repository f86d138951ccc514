package dev.berth;

import dev.berth.event.EventRecord;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.spi.EngineProvider;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Flow;

/**
 * A container orchestrator inside this process.
 *
 * <p>A command returns when what it decided is durable in the journal; the engine then works
 * towards it by itself. Every method may be called from any thread. After {@link #close} every
 * method but {@code close} and {@code id} throws {@link EngineClosedException}.
 */
public interface Engine extends AutoCloseable {
  /**
   * A builder of the engine that is on the class path.
   *
   * @throws NotFoundException if there is none: add {@code berth-engine-impl}
   */
  static EngineBuilder builder() {
    return ServiceLoader.load(EngineProvider.class, Engine.class.getClassLoader())
        .findFirst()
        .orElseThrow(() ->
            new NotFoundException("no engine on the class path: add dev.berth:berth-engine-impl"))
        .builder();
  }

  /** The journal's engine id, which everything that drivers make for this engine bears. */
  String id();

  /**
   * Creates a cluster; one of that name that exists already is returned.
   *
   * @throws InvalidSpecException if {@code name} is not a name
   */
  Cluster createCluster(String name);

  /**
   * The cluster of that name.
   *
   * @throws NotFoundException if there is none
   */
  Cluster cluster(String name);

  /** The names of all clusters, sorted. */
  List<String> clusters();

  /**
   * Registers a task definition as the next revision of its family. One whose content equals the
   * newest revision's is not registered again: that revision is returned.
   */
  TaskDefinition register(TaskDefinition definition);

  /**
   * A registered task definition.
   *
   * @throws NotFoundException if there is none
   */
  TaskDefinition taskDefinition(TaskDefinitionId id);

  /** Every revision of a family, oldest first; empty if the family is not known. */
  List<TaskDefinition> taskDefinitions(String family);

  /**
   * Every event from now on, in order, after it is durable. A slow subscriber does not slow the
   * engine: each has a bounded buffer, and one that overflows gets {@code onError} with an {@link
   * EngineOverloadedException} and is dropped.
   *
   * @see Events#matching
   */
  Flow.Publisher<EventRecord> events();

  /**
   * Stops every task, waits until all are gone, and releases everything: threads, files, drivers,
   * journal. What was desired stays in the journal, so the next engine on it starts the tasks
   * again. A second call does nothing.
   */
  @Override
  void close();

  /**
   * Releases everything as {@link #close} does but leaves the tasks running; the next engine on the
   * same journal takes them up.
   */
  void detach();
}
