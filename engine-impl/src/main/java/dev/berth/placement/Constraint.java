package dev.berth.placement;

import dev.berth.view.PlacementExplanation.Reason;
import java.util.Optional;

/**
 * What a demand asks of a node besides room. It looks at the node's shape only, which makes it a
 * question that is answered once per node; equal constraints are answered once for all.
 */
@FunctionalInterface
public interface Constraint {
  /** Why {@code node} is ruled out, as a reason that counts one node; empty if it is not. */
  Optional<Reason> veto(NodeShape node);
}
