package dev.berth.event;

/**
 * The engine was told to close: every task is stopped, and what is desired is kept for the next
 * start.
 */
public record EngineClosing() implements EngineEvent {}
