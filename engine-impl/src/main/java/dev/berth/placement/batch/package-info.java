/**
 * Packing in batch: many demands into as few nodes as possible, better the longer it runs. {@link
 * dev.berth.placement.batch.BatchPacker} speaks of nodes and resources, {@link
 * dev.berth.placement.batch.VectorPacker} of vectors of numbers.
 */
@NullMarked
package dev.berth.placement.batch;

import org.jspecify.annotations.NullMarked;
