package dev.berth.driver.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import dev.berth.spi.DriverException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The few requests we make of a daemon, each of which blocks, and its answers in our words. */
final class Daemon {
  private static final int REMOVALS = 4_096;
  private static final String NEVER_STARTED = "0001-01-01T00:00:00Z";

  private final Connection connection;

  /** The latest that we removed; of one that is forgotten here, the engine is told needlessly. */
  private final Set<String> removals =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<String, Boolean>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMOVALS;
                }
              }));

  Daemon(Connection connection) {
    this.connection = connection;
  }

  /** Whether that container went because we removed it; answers so once. */
  boolean removedByUs(String id) {
    return removals.remove(id);
  }

  Connection connection() {
    return connection;
  }

  Info info() {
    return connection.requests().infoCmd().exec();
  }

  /**
   * Every container that bears all of {@code labels}, of whatever state. How one ended is not in
   * the daemon's list, so the ended are looked at one by one.
   */
  List<Seen> list(Map<String, String> labels) {
    return present(labels).stream()
        .flatMap(container ->
            container.phase() == Seen.Phase.ENDED
                ? inspect(container.id()).stream()
                : Stream.of(container))
        .toList();
  }

  /** Every container that bears all of {@code labels}, without how it ended. */
  List<Seen> present(Map<String, String> labels) {
    return connection
        .requests()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(labels)
        .exec()
        .stream()
        .map(Daemon::listed)
        .toList();
  }

  private static Seen listed(Container container) {
    Seen.Phase phase =
        switch (container.getState()) {
          case "created" -> Seen.Phase.CREATED;
          case "running", "paused", "restarting" -> Seen.Phase.RUNNING;
          default -> Seen.Phase.ENDED;
        };
    return new Seen(
        container.getId(),
        container.getNames().length == 0 ? "" : bare(container.getNames()[0]),
        container.getLabels(),
        phase,
        Seen.End.NONE,
        new Seen.Made(
            Objects.requireNonNullElse(container.getImage(), ""),
            Objects.requireNonNullElse(container.getImageId(), "")));
  }

  /** One container, by its id or name. */
  Optional<Seen> inspect(String idOrName) {
    return details(idOrName).map(Details::container);
  }

  /**
   * One container, by its id or name, with what only a look at it alone tells.
   *
   * @param container the container
   * @param stopSignal by which it is asked to end: its own, its image's, or SIGTERM
   */
  record Details(Seen container, String stopSignal) {}

  Optional<Details> details(String idOrName) {
    try {
      InspectContainerResponse answer = connection.requests().inspectContainerCmd(idOrName).exec();
      Object signal = answer.getConfig().getRawValues().get("StopSignal");
      return Optional.of(
          new Details(
              seen(answer),
              signal == null || signal.toString().isEmpty() ? "SIGTERM" : signal.toString()));
    } catch (NotFoundException gone) {
      return Optional.empty();
    }
  }

  private static Seen seen(InspectContainerResponse details) {
    InspectContainerResponse.ContainerState state = details.getState();
    boolean started = state.getStartedAt() != null && !state.getStartedAt().equals(NEVER_STARTED);
    boolean running = Boolean.TRUE.equals(state.getRunning());
    Map<String, String> labels = details.getConfig().getLabels();
    return new Seen(
        details.getId(),
        bare(details.getName()),
        labels == null ? Map.of() : labels,
        running ? Seen.Phase.RUNNING : started ? Seen.Phase.ENDED : Seen.Phase.CREATED,
        new Seen.End(
            Objects.requireNonNullElse(state.getExitCodeLong(), 0L).intValue(),
            Boolean.TRUE.equals(state.getOOMKilled()),
            Objects.requireNonNullElse(state.getError(), "")),
        new Seen.Made(
            Objects.requireNonNullElse(details.getConfig().getImage(), ""),
            Objects.requireNonNullElse(details.getImageId(), "")));
  }

  private static String bare(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /**
   * The address that a container which runs has on a network.
   *
   * @throws DriverException if it has none
   */
  String address(String id, String network) {
    var networks =
        connection.requests().inspectContainerCmd(id).exec().getNetworkSettings().getNetworks();
    var joined = networks.get(network);
    String address = joined == null ? null : joined.getIpAddress();
    if (address == null || address.isEmpty()) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "the daemon gave container %s no address on network %s".formatted(id, network));
    }
    return address;
  }

  /**
   * Creates a container.
   *
   * @return its id
   * @throws ConflictException if the name is taken
   */
  String create(String image, UnaryOperator<CreateContainerCmd> plan) {
    try (CreateContainerCmd command = connection.requests().createContainerCmd(image)) {
      return plan.apply(command).exec().getId();
    }
  }

  /**
   * Starts a container that the caller knows was never started.
   *
   * @throws DockerException if the daemon cannot
   */
  void start(String id) {
    try {
      connection.requests().startContainerCmd(id).exec();
    } catch (NotModifiedException runsAlready) {
      // As good.
    }
  }

  /** Sends a signal; tells whether there was something that ran to get it. */
  boolean kill(String id, String signal) {
    try {
      connection.requests().killContainerCmd(id).withSignal(signal).exec();
      return true;
    } catch (NotFoundException | ConflictException ended) {
      return false;
    } catch (DockerException refused) {
      if (!Failures.said(refused).contains("is not running")) {
        throw refused;
      }
      return false;
    }
  }

  /** The image of that name or id. */
  Optional<InspectImageResponse> image(String image) {
    try {
      return Optional.of(connection.requests().inspectImageCmd(image).exec());
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
  }

  /** The ids of the images that any container was made of. */
  Set<String> usedImages() {
    return connection.requests().listContainersCmd().withShowAll(true).exec().stream()
        .map(container -> Objects.requireNonNullElse(container.getImageId(), ""))
        .collect(Collectors.toSet());
  }

  /** Makes a volume unless there is one of that name. */
  void createVolume(String name, Map<String, String> labels) {
    var unused = connection.requests().createVolumeCmd().withName(name).withLabels(labels).exec();
  }

  /** The names of the volumes that bear all of {@code labels}. */
  List<String> volumes(Map<String, String> labels) {
    List<InspectVolumeResponse> volumes =
        connection
            .requests()
            .listVolumesCmd()
            .withFilter(
                "label",
                labels.entrySet().stream()
                    .map(label -> label.getKey() + "=" + label.getValue())
                    .toList())
            .exec()
            .getVolumes();
    return volumes == null
        ? List.of()
        : volumes.stream().map(InspectVolumeResponse::getName).toList();
  }

  void rename(String id, String name) {
    connection.requests().renameContainerCmd(id).withName(name).exec();
  }

  /** Removes a container with its anonymous volumes, killing it if it runs. */
  void remove(String id) {
    removals.add(id);
    try {
      connection.requests().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException gone) {
      // As good.
    } catch (ConflictException underWay) {
      if (!Failures.said(underWay).contains("already in progress")) {
        throw underWay;
      }
    }
  }
}
