package dev.berth.event;

/**
 * An engine began to lead this journal.
 *
 * @param engineId the journal's engine id
 * @param epoch the epoch of the engine's lease
 */
public record EngineStarted(String engineId, long epoch) implements EngineEvent {}
