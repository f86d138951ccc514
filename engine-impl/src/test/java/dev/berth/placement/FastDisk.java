package dev.berth.placement;

import dev.berth.view.PlacementExplanation.NotMember;
import dev.berth.view.PlacementExplanation.Reason;
import java.util.Optional;

/** A constraint of a user's own. */
enum FastDisk implements Constraint {
  INSTANCE;

  @Override
  public Optional<Reason> veto(NodeShape node) {
    return node.attribute("disk").equals("fast")
        ? Optional.empty()
        : Optional.of(new NotMember(1, "a fast disk"));
  }
}
