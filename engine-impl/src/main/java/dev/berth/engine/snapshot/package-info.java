/** Keeps snapshots of the state, so that a start need not replay all that ever happened. */
@NullMarked
package dev.berth.engine.snapshot;

import org.jspecify.annotations.NullMarked;
