package dev.berth.examples.quickstart;

import java.time.Duration;

/**
 * Something that happened.
 *
 * @param at since the beginning
 * @param headline whether the spectator did it, rather than the engine
 * @param text a sentence
 */
record News(Duration at, boolean headline, String text) {}
