/** From the state and the time to the events that bring desired and actual closer. */
@NullMarked
package dev.berth.engine.reconcile;

import org.jspecify.annotations.NullMarked;
