package dev.berth.benchmarks.engine;

import dev.berth.model.NodeId;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.spi.Driver;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A data centre that is only told of: racks of at most 100 nodes, a driver for each rack, zone
 * after zone. Nothing runs on it, so what is measured is the engine alone. It outlives engines.
 */
public final class DataPlane {
  /** How many nodes one driver answers for. */
  public static final int NODES_PER_RACK = 100;

  private static final int ZONES = 3;
  private static final String ZONE = "ecs.availability-zone";

  private final int nodes;
  private final List<Rack> racks = new ArrayList<>();

  /** So many nodes. */
  public DataPlane(int nodes) {
    this.nodes = nodes;
    for (int rack = 0; rack * NODES_PER_RACK < nodes; rack++) {
      racks.add(new Rack("rack" + rack));
    }
  }

  /** What an engine is given, one for each rack. */
  public List<Driver> drivers() {
    return List.copyOf(racks);
  }

  /** The nodes of each rack, each with {@code resources}, in one of three zones with its rack. */
  public List<List<NodeSpec>> nodeSpecs(Resources resources) {
    List<List<NodeSpec>> specs = new ArrayList<>();
    for (int rack = 0; rack < racks.size(); rack++) {
      List<NodeSpec> inRack = new ArrayList<>();
      int end = Math.min(nodes, (rack + 1) * NODES_PER_RACK);
      for (int node = rack * NODES_PER_RACK; node < end; node++) {
        inRack.add(
            NodeSpec.of(nodeName(node), resources)
                .driver(racks.get(rack).name())
                .attribute(ZONE, "z" + rack % ZONES));
      }
      specs.add(inRack);
    }
    return specs;
  }

  private static String nodeName(int node) {
    return "n" + node;
  }

  /** Writes what runs into a file, so that another process can go on with it. */
  public void save(Path file) {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Rack rack : racks) {
        rack.save(out);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  /** So many nodes on which runs what was saved of as many. */
  public static DataPlane load(int nodes, Path file) {
    DataPlane plane = new DataPlane(nodes);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (Rack rack : plane.racks) {
        rack.load(in);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
    return plane;
  }

  /** How many containers were started, ever. */
  public long started() {
    return racks.stream().mapToLong(Rack::started).sum();
  }

  /** How many tasks there are. */
  public long tasks() {
    return racks.stream().mapToLong(Rack::size).sum();
  }

  /**
   * So many nodes side by side are gone, from the last one on: as when a rack loses its power.
   *
   * @return how many tasks were lost
   */
  public int loseLast(String cluster, int count) {
    return lose(cluster, nodes - count, 1, count);
  }

  /**
   * So many nodes all over the racks are gone, none of the last.
   *
   * @return how many tasks were lost
   */
  public int loseScattered(String cluster, int count) {
    return lose(cluster, 0, Math.max(1, (nodes - count) / count), count);
  }

  private int lose(String cluster, int first, int step, int count) {
    List<Set<NodeId>> gone = new ArrayList<>();
    racks.forEach(rack -> gone.add(new LinkedHashSet<>()));
    for (int i = 0; i < count; i++) {
      int node = first + i * step;
      gone.get(node / NODES_PER_RACK).add(new NodeId(cluster, nodeName(node)));
    }
    int lost = 0;
    for (int rack = 0; rack < racks.size(); rack++) {
      if (!gone.get(rack).isEmpty()) {
        lost += racks.get(rack).lose(gone.get(rack));
      }
    }
    return lost;
  }
}
