/**
 * The placement core alone: a made cluster is filled, asked what would happen, and drawn.
 *
 * <p>Read {@link dev.berth.examples.placement.SampleCluster} for what demands look like, then
 * {@link dev.berth.examples.placement.PlacementExample} for what a placer is asked.
 */
@NullMarked
package dev.berth.examples.placement;

import org.jspecify.annotations.NullMarked;
