/** From a command and the state to events, or to a refusal. */
@NullMarked
package dev.berth.engine.decide;

import org.jspecify.annotations.NullMarked;
