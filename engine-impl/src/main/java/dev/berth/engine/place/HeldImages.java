package dev.berth.engine.place;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.TaskDefinition;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which nodes have run a container of an image, by their index in the placement core, and so have
 * the image, unless it was removed there since. A start that failed shows nothing.
 */
final class HeldImages {
  /** Those used last are kept. */
  private static final int MOST = 1_000;

  private static final BitSet NONE = new BitSet();

  private final Map<String, BitSet> nodes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BitSet> eldest) {
          return size() > MOST;
        }
      };

  /** A node runs a container. */
  void ran(ContainerDefinition container, int node) {
    container
        .image()
        .ifPresent(image -> nodes.computeIfAbsent(image, first -> new BitSet()).set(node));
  }

  /** A node is gone; another may get its index. */
  void left(int node) {
    nodes.values().forEach(holders -> holders.clear(node));
  }

  /** The nodes that have all images of a definition; to be read only. */
  BitSet holders(TaskDefinition definition) {
    BitSet all = NONE;
    String before = null;
    boolean own = false;
    for (ContainerDefinition container : definition.containers()) {
      String image = container.image().orElse(null);
      if (image == null || image.equals(before)) {
        continue;
      }
      BitSet holders = nodes.getOrDefault(image, NONE);
      if (before == null) {
        all = holders;
      } else {
        all = own ? all : (BitSet) all.clone();
        own = true;
        all.and(holders);
      }
      before = image;
    }
    return all;
  }
}
