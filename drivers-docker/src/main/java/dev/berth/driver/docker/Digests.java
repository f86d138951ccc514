package dev.berth.driver.docker;

import dev.berth.model.PinnedImage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * By which digests registries know the images that containers were made of. An image that never was
 * in a registry has none. What is known of an id holds, because the id is the content's.
 */
final class Digests {
  private static final int MOST = 1_000;

  private final Daemon daemon;
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  Digests(Daemon daemon) {
    this.daemon = daemon;
  }

  /** What the image tags of these containers stood for when they were created. */
  List<PinnedImage> of(List<Seen> containers) {
    return containers.stream()
        .filter(container -> !container.holdsNetwork())
        .flatMap(container ->
            pinned(container.made())
                .map(image -> new PinnedImage(container.container(), image))
                .stream())
        .toList();
  }

  private Optional<String> pinned(Seen.Made made) {
    if (made.name().contains("@") || made.name().isEmpty() || made.id().isEmpty()) {
      return Optional.empty();
    }
    String repository = repository(made.name());
    return digests(made.id()).stream()
        .filter(digest -> digest.startsWith(repository + "@"))
        .findFirst();
  }

  private List<String> digests(String image) {
    List<String> before = known.get(image);
    if (before != null) {
      return before;
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    List<String> digests =
        daemon
            .image(image)
            .map(found -> Objects.requireNonNullElse(found.getRepoDigests(), List.<String>of()))
            .orElse(List.of());
    known.put(image, List.copyOf(digests));
    return digests;
  }

  /** An image's name without its tag, and without what Docker leaves out of such names itself. */
  static String repository(String image) {
    String name = Images.tagged(image) ? image.substring(0, image.lastIndexOf(':')) : image;
    String familiar = name.startsWith("docker.io/") ? name.substring("docker.io/".length()) : name;
    return familiar.startsWith("library/") ? familiar.substring("library/".length()) : familiar;
  }
}
