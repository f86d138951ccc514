/** How long an engine takes to start on what an earlier one left. */
@NullMarked
package dev.berth.benchmarks.recovery;

import org.jspecify.annotations.NullMarked;
