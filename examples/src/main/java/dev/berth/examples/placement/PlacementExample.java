package dev.berth.examples.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.model.Resources;
import dev.berth.placement.NodeShape;
import dev.berth.placement.Placement.Placed;
import dev.berth.placement.Placement.Unplaced;
import dev.berth.placement.Placer;
import dev.berth.placement.Plan;
import dev.berth.placement.Preemption;
import dev.berth.view.PlacementExplanation;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fills a made cluster, asks what would happen next, and draws it. */
public final class PlacementExample {
  private static final String DRAINED = "large-a01";
  private static final String TO_DRAIN = "medium-b01";

  private final PrintStream out;
  private final Placer placer =
      Placer.builder().dimensions(Resources.CPU, Resources.MEMORY, Resources.GPU).build();
  private final Packed packed = new Packed(placer);
  private final Tables tables;

  PlacementExample(PrintStream out) {
    this.out = out;
    tables = new Tables(out);
  }

  /**
   * Runs the example once.
   *
   * @param arguments the file for the picture; default {@code examples/target/placement.svg}
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    Path picture =
        arguments.length > 0
            ? Path.of(arguments[0])
            : Path.of(System.getProperty("examples.target", "examples/target"), "placement.svg");
    try {
      new PlacementExample(out).run(picture);
    } catch (Unmet unmet) {
      out.printf("%nFAILED: %s%n", unmet.getMessage());
      System.exit(1);
    }
  }

  void run(Path picture) throws IOException {
    SampleCluster.nodes().forEach(placer::addNode);
    placer.drain(DRAINED);
    SampleCluster.arrivals().forEach(this::place);
    tables.services(packed);
    tables.utilisation(packed, placer.size());

    explain();
    preempt();
    planDrain();

    draw(picture);
  }

  private void place(Service service) {
    switch (placer.place(service.demand())) {
      case Placed placed -> packed.add(service, placed);
      case Unplaced unplaced ->
          throw new Unmet(
              "every task of '%s' should have its place: %s"
                  .formatted(service.name(), unplaced.why().message()));
    }
  }

  private void explain() {
    PlacementExplanation why =
        placer
            .explain(SampleCluster.warehouse())
            .orElseThrow(() -> new Unmet("the warehouse should find no room"));
    PlacementExplanation.NearestMiss nearest =
        why.nearest().orElseThrow(() -> new Unmet("some node should come near"));
    tables.title("Why 'warehouse' fits nowhere");
    why.reasons().forEach(reason -> out.println("  " + reason.message()));
    out.println("  nearest: " + nearest.message());
    Unmet.unless(
        why.reasons().stream().mapToInt(PlacementExplanation.Reason::nodes).sum() == placer.size(),
        "each node should be counted once");
  }

  private void preempt() {
    Preemption preemption =
        placer
            .preemption(SampleCluster.urgentTraining())
            .orElseThrow(() -> new Unmet("urgent training should find something to preempt"));
    tables.title("What would have to go for 'urgent-training' (3 GPUs, priority 100)");
    for (Preemption.Victim victim : preemption.victims()) {
      out.printf(
          "  %d x %s (priority %d) from node %s%n",
          victim.count(),
          victim.demand().demand().group(),
          victim.demand().demand().priority(),
          preemption.node());
      Unmet.unless(
          victim.demand().demand().priority() + Preemption.LEAST_DISTANCE <= 100,
          "only what is less important should go");
    }
    Unmet.unless(
        packed.on(preemption.node()).size() >= preemption.size(), "a plan should change nothing");
  }

  private void planDrain() {
    Resources before = placer.available(TO_DRAIN);
    Plan plan = placer.planDrain(TO_DRAIN);
    tables.title("Where everything on node %s would go".formatted(TO_DRAIN));
    for (Plan.Step step : plan.steps()) {
      String where =
          switch (step) {
            case Plan.Place place -> place.node();
            case Plan.Move move -> move.to();
            case Plan.Preempt preempt -> preempt.preemption().node();
            case Plan.Refuse refuse -> "nowhere: " + refuse.why().message();
          };
      out.printf("  %-10s to %s%n", step.demand().group(), where);
    }
    Unmet.unless(!plan.steps().isEmpty() && plan.complete(), "the node should be drainable");
    Unmet.unless(placer.available(TO_DRAIN).equals(before), "a plan should change nothing");
  }

  private void draw(Path picture) throws IOException {
    for (Service service : SampleCluster.services()) {
      int most = 0;
      int least = Integer.MAX_VALUE;
      for (String zone : SampleCluster.ZONES) {
        most = Math.max(most, packed.inZone(service, zone));
        least = Math.min(least, packed.inZone(service, zone));
      }
      boolean spreads =
          !service.demand().strategies().isEmpty() || !service.demand().spreads().isEmpty();
      Unmet.unless(
          !spreads || most - least <= 1, service.name() + " should be even over the zones");
      Unmet.unless(
          !service.demand().distinct() || packed.nodesOf(service) == service.tasks(),
          service.name() + " should have a node for each task");
    }
    NodeShape drained = placer.node(placer.nodeIndex(DRAINED));
    Files.createDirectories(picture.toAbsolutePath().getParent());
    Files.writeString(picture, new Picture(placer, packed, drained.name()).svg());
    out.printf("%nthe packed nodes: %s%n", picture);
  }
}
