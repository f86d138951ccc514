/**
 * What the benchmarks of the whole engine share: a data plane without data, an engine on it, and
 * what that costs.
 */
@NullMarked
package dev.berth.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
