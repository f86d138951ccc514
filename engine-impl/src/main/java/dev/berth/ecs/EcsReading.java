package dev.berth.ecs;

import dev.berth.model.TaskDefinition;
import java.util.List;

/**
 * What a lenient reading of an ECS file found.
 *
 * @param definition the task definition without the fields that {@code warnings} names
 * @param warnings the fields left out, in the order of the file; empty: a strict reading gives the
 *     same definition
 */
public record EcsReading(TaskDefinition definition, List<EcsWarning> warnings) {
  /** Copies the list. */
  public EcsReading {
    warnings = List.copyOf(warnings);
  }
}
