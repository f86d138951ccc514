/** The one timer queue of an engine. */
@NullMarked
package dev.berth.engine.time;

import org.jspecify.annotations.NullMarked;
