/** What the engine costs over the Docker client alone, on the same daemon. */
@NullMarked
package dev.berth.benchmarks.docker;

import org.jspecify.annotations.NullMarked;
