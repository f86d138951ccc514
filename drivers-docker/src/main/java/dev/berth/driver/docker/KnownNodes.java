package dev.berth.driver.docker;

import dev.berth.model.NodeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The nodes whose tasks this driver ever created, in a file: the one thing that the daemon cannot
 * be asked when it matters, which is when it does not answer.
 */
final class KnownNodes {
  private final Path file;
  private final TreeSet<NodeId> nodes = new TreeSet<>();

  KnownNodes(Path directory) throws IOException {
    file = directory.resolve("nodes");
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split("/", 2);
        if (parts.length == 2) {
          nodes.add(new NodeId(parts[0], parts[1]));
        }
      }
    }
  }

  /** Notes a node, durably before anything is created there. */
  synchronized void add(NodeId node) throws IOException {
    if (nodes.contains(node)) {
      return;
    }
    nodes.add(node);
    List<String> lines = new ArrayList<>();
    nodes.forEach(known -> lines.add(known.cluster() + "/" + known.name()));
    Files.createDirectories(file.getParent());
    Path next = file.resolveSibling("nodes.next");
    Files.write(next, lines);
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** All of them, with one reason. */
  synchronized SortedMap<NodeId, String> all(String reason) {
    SortedMap<NodeId, String> all = new TreeMap<>();
    nodes.forEach(node -> all.put(node, reason));
    return all;
  }
}
