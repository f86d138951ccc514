package dev.berth.event;

/**
 * A fact about what happened, in the past tense. The sealed hierarchy below it is the journal's
 * content, the audit trail and what subscribers see, all at once: state changes by events and by
 * nothing else.
 */
public sealed interface Event
    permits ClusterEvent, EngineEvent, NodeEvent, ServiceEvent, TaskDefinitionEvent, TaskEvent {}
