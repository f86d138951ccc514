/** How fast and how densely Berth's placement core places, beside Fenzo and a linear scan. */
@NullMarked
package dev.berth.benchmarks.placement;

import org.jspecify.annotations.NullMarked;
