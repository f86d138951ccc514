/** Placement policies: each a file of its own, all made by {@link Policies}. */
@NullMarked
package dev.berth.placement.policy;

import org.jspecify.annotations.NullMarked;
