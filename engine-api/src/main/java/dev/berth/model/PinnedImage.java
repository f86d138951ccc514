package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * What the image of a container turned out to be: a name by its content, which means the same
 * everywhere and later.
 *
 * @param container the container's name
 * @param image such as {@code registry.example/web@sha256:0123...}
 */
public record PinnedImage(String container, String image) {
  /**
   * Checks that the image is named by its content.
   *
   * @throws InvalidSpecException if it is not
   */
  public PinnedImage {
    Requirements.definitionName("container name", container);
    if (image.indexOf('@') <= 0) {
      throw new InvalidSpecException(
          "image '%s' of container '%s' has no digest: name@algorithm:hash"
              .formatted(image, container));
    }
  }
}
