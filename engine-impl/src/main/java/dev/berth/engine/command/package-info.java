/** What the engine is asked to do or told to have happened. */
@NullMarked
package dev.berth.engine.command;

import org.jspecify.annotations.NullMarked;
