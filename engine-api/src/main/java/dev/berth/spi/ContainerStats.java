package dev.berth.spi;

import java.time.Duration;

/**
 * What one container uses.
 *
 * @param cpuTime CPU time consumed since its start, over all its processes that still live
 * @param memoryBytes resident memory
 * @param processes how many processes it has
 */
public record ContainerStats(Duration cpuTime, long memoryBytes, int processes) {}
