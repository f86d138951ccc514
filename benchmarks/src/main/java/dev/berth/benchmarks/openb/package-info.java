/** How much of a GPU cluster policies put to use: the experiment of "Beware of Fragmentation". */
@NullMarked
package dev.berth.benchmarks.openb;

import org.jspecify.annotations.NullMarked;
