/** Keeps the engine's events: how an event is written, and where the written events are stored. */
@NullMarked
package dev.berth.engine.journal;

import org.jspecify.annotations.NullMarked;
