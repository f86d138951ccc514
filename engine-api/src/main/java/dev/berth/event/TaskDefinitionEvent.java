package dev.berth.event;

/** A fact about a task definition. */
public sealed interface TaskDefinitionEvent extends Event permits TaskDefinitionRegistered {}
