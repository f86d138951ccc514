package dev.berth.driver.docker;

/** Why a container could not be created: the daemon does not have its image. */
final class ImageMissingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String image;

  ImageMissingException(String image, Throwable cause) {
    super("no image '" + image + "'", cause);
    this.image = image;
  }

  String image() {
    return image;
  }
}
