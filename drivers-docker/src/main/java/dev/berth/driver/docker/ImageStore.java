package dev.berth.driver.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.ImageHistory;
import dev.berth.view.ImageView;
import dev.berth.view.LayerView;
import dev.berth.view.WritableLayerView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The images of a daemon with their layers, and what its containers have written over them. */
final class ImageStore {
  private final Daemon daemon;
  private final String engineId;

  ImageStore(Daemon daemon, String engineId) {
    this.daemon = daemon;
    this.engineId = engineId;
  }

  private DockerClient requests() {
    return daemon.connection().requests();
  }

  /** All images, ours and others', because they share layers. */
  List<ImageView> images() {
    Map<Image, InspectImageResponse> details = new LinkedHashMap<>();
    for (Image image : requests().listImagesCmd().exec()) {
      try {
        details.put(image, requests().inspectImageCmd(image.getId()).exec());
      } catch (NotFoundException gone) {
        // Removed since it was listed.
      }
    }
    Map<String, Integer> holders = new HashMap<>();
    details
        .values()
        .forEach(image ->
            digests(image).stream()
                .distinct()
                .forEach(layer -> holders.merge(layer, 1, Integer::sum)));
    return details.entrySet().stream()
        .map(image -> view(image.getKey(), image.getValue(), holders))
        .toList();
  }

  private static List<String> digests(InspectImageResponse image) {
    var files = image.getRootFS();
    return files == null ? List.of() : Objects.requireNonNullElse(files.getLayers(), List.of());
  }

  private ImageView view(Image image, InspectImageResponse details, Map<String, Integer> holders) {
    List<String> digests = digests(details);
    List<OptionalLong> sizes = sizes(image.getId(), digests.size());
    return new ImageView(
        image.getId(),
        names(image.getRepoTags()),
        names(image.getRepoDigests()),
        Objects.requireNonNullElse(image.getSize(), 0L),
        IntStream.range(0, digests.size())
            .mapToObj(i ->
                new LayerView(
                    digests.get(i), sizes.get(i), holders.getOrDefault(digests.get(i), 1)))
            .toList());
  }

  /** The daemon writes {@code <none>:<none>} where there is no name. */
  private static List<String> names(String[] names) {
    return names == null
        ? List.of()
        : List.of(names).stream().filter(name -> !name.contains("<none>")).toList();
  }

  /**
   * The sizes of an image's layers, from the lowest up. The daemon tells those of the steps by
   * which it was built, the last one first, and steps that only note something make no layer.
   */
  private List<OptionalLong> sizes(String image, int layers) {
    List<OptionalLong> sizes = new ArrayList<>();
    for (ImageHistory step : requests().imageHistoryCmd(image).exec().reversed()) {
      long size = Objects.requireNonNullElse(step.getSize(), 0L);
      if (size > 0 || makesLayer(Objects.requireNonNullElse(step.getCreatedBy(), ""))) {
        sizes.add(OptionalLong.of(size));
      }
    }
    return sizes.size() == layers
        ? sizes
        : IntStream.range(0, layers).mapToObj(i -> OptionalLong.empty()).toList();
  }

  private static boolean makesLayer(String step) {
    return step.contains("COPY") || step.contains("ADD") || step.contains("RUN");
  }

  /** What the containers of our tasks have written; the daemon walks through their files for it. */
  List<WritableLayerView> writableLayers() {
    return requests()
        .listContainersCmd()
        .withShowAll(true)
        .withShowSize(true)
        .withLabelFilter(Map.of(Labels.ENGINE, engineId))
        .exec()
        .stream()
        .filter(container -> Labels.complete(container.getLabels()))
        .filter(container -> !Names.PAUSE.equals(container.getLabels().get(Labels.CONTAINER)))
        .map(container ->
            new WritableLayerView(
                Labels.read(container.getLabels()).task().task(),
                container.getLabels().getOrDefault(Labels.CONTAINER, ""),
                Objects.requireNonNullElse(container.getImageId(), ""),
                Objects.requireNonNullElse(container.getSizeRw(), 0L)))
        .toList();
  }
}
