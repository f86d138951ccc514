package dev.berth.placement.batch;

/**
 * How far a packing has come.
 *
 * @param steps how many steps were spent
 * @param bins how many bins are used
 * @param cost what they cost
 * @param unpacked how many items found no room in the bins there are
 * @param lowerBound what every packing of all items costs at least
 */
public record Progress(long steps, int bins, long cost, int unpacked, long lowerBound) {}
