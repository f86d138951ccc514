package dev.berth.event;

import dev.berth.model.TaskDefinition;

/**
 * A task definition was registered as a new revision.
 *
 * @param definition the definition with its revision
 */
public record TaskDefinitionRegistered(TaskDefinition definition) implements TaskDefinitionEvent {}
