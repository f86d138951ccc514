/** What all benchmarks share: how they measure, and how they tell what they measured. */
@NullMarked
package dev.berth.benchmarks.report;

import org.jspecify.annotations.NullMarked;
