package dev.berth.view;

import java.util.List;

/**
 * An image that a driver has, at one moment.
 *
 * @param id the driver's own name for it, the same as long as its content is
 * @param tags the names it has, be it none
 * @param digests the names it has by its content, for each registry it came from or went to
 * @param sizeBytes the bytes of all its layers
 * @param layers from the lowest up
 */
public record ImageView(
    String id, List<String> tags, List<String> digests, long sizeBytes, List<LayerView> layers) {
  public ImageView {
    tags = List.copyOf(tags);
    digests = List.copyOf(digests);
    layers = List.copyOf(layers);
  }

  /** The bytes of the layers that no other image of the driver has, as far as known. */
  public long ownBytes() {
    return layers.stream()
        .filter(layer -> !layer.shared())
        .mapToLong(layer -> layer.sizeBytes().orElse(0))
        .sum();
  }
}
