/** The engine as users hold it: handles that turn calls into inputs of the loop. */
@NullMarked
package dev.berth.engine;

import org.jspecify.annotations.NullMarked;
