/**
 * Runnable benchmarks: each prints a table, draws a chart and leaves its figures as JSON. Start
 * them with {@code benchmarks/run NAME}.
 */
@NullMarked
package dev.berth.benchmarks;

import org.jspecify.annotations.NullMarked;
