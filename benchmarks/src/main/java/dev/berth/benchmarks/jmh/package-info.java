/** Runs this module's JMH classes. */
@NullMarked
package dev.berth.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
