/** What the engine's one loop and its journal carry, by the size of what is carried at once. */
@NullMarked
package dev.berth.benchmarks.loop;

import org.jspecify.annotations.NullMarked;
