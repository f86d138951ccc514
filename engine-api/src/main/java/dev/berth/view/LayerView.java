package dev.berth.view;

import java.util.OptionalLong;

/**
 * A read-only layer of an image.
 *
 * @param digest of its content, by which images share it
 * @param sizeBytes its bytes; empty where the driver does not tell
 * @param images how many of the driver's images have it, at least 1
 */
public record LayerView(String digest, OptionalLong sizeBytes, int images) {
  /** Whether more than one image has it; it is stored once. */
  public boolean shared() {
    return images > 1;
  }
}
