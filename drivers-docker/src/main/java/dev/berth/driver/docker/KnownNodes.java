package dev.berth.driver.docker;

import dev.berth.model.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nodes whose tasks this driver ever created, in a file: the one thing that the daemon cannot
 * be asked when it matters, which is when it does not answer.
 */
final class KnownNodes {
  private final DurableLines file;
  private final TreeSet<NodeId> nodes = new TreeSet<>();

  KnownNodes(Path directory) throws IOException {
    file = new DurableLines(directory.resolve("nodes"));
    for (String line : file.read()) {
      String[] parts = line.split("/", 2);
      if (parts.length == 2) {
        nodes.add(new NodeId(parts[0], parts[1]));
      }
    }
  }

  /** Notes a node, durably before anything is created there. */
  synchronized void add(NodeId node) throws IOException {
    if (nodes.contains(node)) {
      return;
    }
    TreeSet<NodeId> next = new TreeSet<>(nodes);
    next.add(node);
    file.write(next.stream().map(known -> known.cluster() + "/" + known.name()).toList());
    nodes.add(node);
  }

  /** All of them, with one reason. */
  synchronized SortedMap<NodeId, String> all(String reason) {
    SortedMap<NodeId, String> all = new TreeMap<>();
    nodes.forEach(node -> all.put(node, reason));
    return all;
  }
}
