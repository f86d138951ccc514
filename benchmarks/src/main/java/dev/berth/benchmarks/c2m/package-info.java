/** Two million tasks on 6,100 nodes that are only told of, through the whole engine. */
@NullMarked
package dev.berth.benchmarks.c2m;

import org.jspecify.annotations.NullMarked;
