package dev.berth.engine.loop;

import dev.berth.event.EventRecord;
import dev.berth.spi.JournalEntry;
import java.util.List;

/**
 * What the loop decided in one step and nobody knows yet: first it is made durable, then it is told
 * and carried out.
 *
 * @param inputs what it answers
 * @param events its facts, which the state has already
 * @param entries the facts as the journal keeps them
 * @param replies what tells those who asked
 */
public record Step(
    List<Input> inputs,
    List<EventRecord> events,
    List<JournalEntry> entries,
    List<Runnable> replies) {}
