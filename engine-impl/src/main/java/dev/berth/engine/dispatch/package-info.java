/** From durable events to calls of drivers, and back to commands. */
@NullMarked
package dev.berth.engine.dispatch;

import org.jspecify.annotations.NullMarked;
