package dev.berth.spi;

import dev.berth.model.TaskId;

/**
 * What marks a task as an engine's own, wherever it runs.
 *
 * @param engineId the engine's id
 * @param task the task
 * @param definitionHash of the task definition's content, in hexadecimal
 * @param journalSequence the journal position of the event that placed the task; a journal that
 *     ends before it has lost its tail
 */
public record TaskLabels(
    String engineId, TaskId task, String definitionHash, long journalSequence) {}
