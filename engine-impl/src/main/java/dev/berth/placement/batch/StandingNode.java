package dev.berth.placement.batch;

import dev.berth.model.Resources;

/**
 * A node with the tasks that stand on it.
 *
 * @param index its position among the nodes
 * @param name unique among the nodes
 * @param forMovable its capacity without what pinned tasks take
 * @param free what is free of it
 * @param pinned whether a pinned task stands on it
 */
record StandingNode(int index, String name, Resources forMovable, Resources free, boolean pinned) {
  StandingNode with(Resources task, boolean pin) {
    Resources rest = pin ? forMovable.minus(task) : forMovable;
    return new StandingNode(index, name, rest, free.minus(task), pinned || pin);
  }
}
