package dev.berth.driver.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The few requests we make of a daemon, each of which blocks, and its answers in our words. */
final class Daemon {
  private static final String NEVER_STARTED = "0001-01-01T00:00:00Z";

  private final Connection connection;

  Daemon(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  Info info() {
    return connection.requests().infoCmd().exec();
  }

  /** Every container that bears all of {@code labels}, of whatever state. */
  List<Seen> list(Map<String, String> labels) {
    List<Seen> found = new ArrayList<>();
    for (Container container :
        connection
            .requests()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(labels)
            .exec()) {
      listed(container).ifPresent(found::add);
    }
    return found;
  }

  /** How a container ended is not in the list, so the ended are looked at one by one. */
  private Optional<Seen> listed(Container container) {
    Seen.Phase phase =
        switch (container.getState()) {
          case "created" -> Seen.Phase.CREATED;
          case "running", "paused", "restarting" -> Seen.Phase.RUNNING;
          default -> Seen.Phase.ENDED;
        };
    return phase == Seen.Phase.ENDED
        ? inspect(container.getId())
        : Optional.of(
            new Seen(
                container.getId(),
                container.getNames().length == 0 ? "" : bare(container.getNames()[0]),
                container.getLabels(),
                phase,
                Seen.End.NONE));
  }

  /** One container, by its id or name. */
  Optional<Seen> inspect(String idOrName) {
    return details(idOrName).map(Daemon::seen);
  }

  private Optional<InspectContainerResponse> details(String idOrName) {
    try {
      return Optional.of(connection.requests().inspectContainerCmd(idOrName).exec());
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
            Objects.requireNonNullElse(state.getError(), "")));
  }

  private static String bare(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  /** The signal by which a container is asked to end: its image's, or SIGTERM. */
  String stopSignal(String id) {
    return details(id)
        .map(details -> details.getConfig().getRawValues().get("StopSignal"))
        .map(Object::toString)
        .filter(signal -> !signal.isEmpty())
        .orElse("SIGTERM");
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

  /** Sends a signal; to what does not run, none. */
  void kill(String id, String signal) {
    try {
      connection.requests().killContainerCmd(id).withSignal(signal).exec();
    } catch (NotFoundException | ConflictException ended) {
      // Who waits for the end sees it.
    } catch (DockerException refused) {
      if (!Failures.said(refused).contains("is not running")) {
        throw refused;
      }
    }
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
