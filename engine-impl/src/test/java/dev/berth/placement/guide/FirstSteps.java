package dev.berth.placement.guide;

import dev.berth.model.Resources;
import dev.berth.placement.Demand;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Placement.Unplaced;
import dev.berth.placement.Placer;

/** The placement core in ten lines. */
final class FirstSteps {
  private FirstSteps() {}

  static String placeOne() {
    Placer placer = Placer.builder().dimensions("cpu", "memory").build();
    placer.addNode(NodeShape.of("small", Resources.of(2_048, 4_096)));
    placer.addNode(NodeShape.of("large", Resources.of(8_192, 16_384)));
    Demand web = Demand.of(Resources.of(512, 1_024));
    return switch (placer.place(web)) {
      case Placed placed -> "web is on " + placed.node();
      case Unplaced unplaced -> unplaced.why().message();
    };
  }
}
