package dev.berth.event;

/** A fact about the engine itself. */
public sealed interface EngineEvent extends Event permits EngineStarted, EngineClosing {}
