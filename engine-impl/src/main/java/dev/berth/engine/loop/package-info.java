/** The one writer: the loop that knows every stage, and what carries it. */
@NullMarked
package dev.berth.engine.loop;

import org.jspecify.annotations.NullMarked;
