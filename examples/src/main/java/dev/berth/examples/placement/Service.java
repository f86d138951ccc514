package dev.berth.examples.placement;

import dev.berth.placement.Demand;

/**
 * So many tasks of one demand.
 *
 * @param colour in the picture, as CSS writes it
 */
record Service(String name, int tasks, String colour, Demand demand) {}
