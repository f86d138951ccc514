/**
 * How few nodes the batch mode needs: published instances of vector bin packing whose optimum is
 * known.
 */
@NullMarked
package dev.berth.benchmarks.vectorpack;

import org.jspecify.annotations.NullMarked;
