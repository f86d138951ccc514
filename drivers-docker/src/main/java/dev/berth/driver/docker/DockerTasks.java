package dev.berth.driver.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.NetworkMode;
import dev.berth.model.TaskId;
import dev.berth.spi.DriverContext;
import dev.berth.spi.DriverException;
import dev.berth.spi.SecretsProvider;
import dev.berth.spi.TaskHandle;
import dev.berth.spi.TaskLabels;
import dev.berth.spi.TaskLaunch;
import dev.berth.spi.TaskReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Creates, starts and removes tasks; calls for one task follow each other. It keeps the launches of
 * tasks that have not begun, for they can be made anew with other ports, and nothing else.
 */
final class DockerTasks {
  private static final int LOCKS = 256;

  private final Daemon daemon;
  private final Inventory inventory;
  private final Bridges bridges;
  private final Digests digests;
  private final HostPorts ports;
  private final Outside outside;
  private final DockerSettings settings;
  private final Object[] locks = new Object[LOCKS];
  private final Map<String, TaskLaunch> notBegun = new ConcurrentHashMap<>();
  private volatile boolean pauseImage;

  /**
   * Whose tasks they are, and where their secrets come from.
   *
   * @param engineId the engine's id
   * @param secrets what references stand for
   * @param files how secrets become files
   */
  record Outside(String engineId, SecretsProvider secrets, SecretFiles files) {
    static Outside of(DriverContext context) {
      return new Outside(
          context.engineId(), context.secrets(), new SecretFiles(context.engineId()));
    }
  }

  /**
   * What connects tasks to each other and to the world.
   *
   * @param ports of the host
   * @param bridges one per cluster
   */
  record Network(HostPorts ports, Bridges bridges) {}

  DockerTasks(
      Daemon daemon,
      Inventory inventory,
      Network network,
      Outside outside,
      DockerSettings settings) {
    this.daemon = daemon;
    this.inventory = inventory;
    this.bridges = network.bridges();
    this.digests = new Digests(daemon);
    this.ports = network.ports();
    this.outside = outside;
    this.settings = settings;
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  private Object lock(String task) {
    return locks[Math.floorMod(task.hashCode(), LOCKS)];
  }

  TaskReport create(TaskLaunch launch) throws Exception {
    TaskPlan.requireSupported(launch.definition(), settings);
    synchronized (lock(launch.name())) {
      List<Seen> present = inventory.containers(new TaskHandle(launch.name()));
      present.forEach(container -> requireSame(container, launch));
      if (complete(present)) {
        return inventory.report(present);
      }
      // What an interrupted creation left has not begun: it is made anew, whole.
      present.forEach(container -> daemon.remove(container.id()));
      return made(launch);
    }
  }

  private static boolean complete(List<Seen> present) {
    if (present.isEmpty()) {
      return false;
    }
    boolean begun = Inventory.begun(present) || present.stream().anyMatch(Seen::never);
    return begun
        || present.getFirst().task().containers().stream()
            .allMatch(name -> Inventory.find(present, name).isPresent());
  }

  private static void requireSame(Seen container, TaskLaunch launch) {
    TaskLabels asked = launch.labels();
    TaskLabels there = container.task().task();
    if (!there.engineId().equals(asked.engineId())
        || !there.definitionHash().equals(asked.definitionHash())) {
      throw new DriverException(
          DriverException.Reason.NAME_TAKEN,
          "task '%s' exists with definition %s of engine %s, asked for is %s of %s: destroy it first"
              .formatted(
                  launch.name(),
                  there.definitionHash(),
                  there.engineId(),
                  asked.definitionHash(),
                  asked.engineId()));
    }
  }

  /** Makes all containers, or leaves nothing behind. */
  private TaskReport made(TaskLaunch launch) throws Exception {
    List<String> created = new ArrayList<>();
    try {
      List<HostPort> chosen = TaskPlan.ports(launch, ports);
      Belongings belongings =
          Belongings.of(
              launch.task(),
              launch.labels().engineId(),
              launch.definition(),
              outside.secrets(),
              outside.files());
      TaskPlan plan = new TaskPlan(launch, chosen, belongings, settings);
      belongings.makeVolumes(daemon);
      String cluster = launch.task().cluster();
      Optional<String> address =
          switch (plan.networkMode()) {
            case BRIDGE, AWSVPC -> bridges.with(cluster, () -> make(plan, launch, created));
            case HOST, NONE -> make(plan, launch, created);
          };
      notBegun.put(launch.name(), launch);
      return inventory.created(Labels.of(launch, chosen).at(address));
    } catch (Exception failure) {
      undo(launch.task(), created);
      throw failure;
    }
  }

  private void undo(TaskId task, List<String> created) {
    created.forEach(daemon::remove);
    ports.release(task.driverName());
    outside.files().remove(task);
    Belongings.removeVolumes(daemon, outside.engineId(), task);
    bridges.leave(task.cluster());
  }

  /** Makes the containers; gives the task's own address if it has one. */
  private Optional<String> make(TaskPlan plan, TaskLaunch launch, List<String> created)
      throws Exception {
    Optional<String> address = Optional.empty();
    String network =
        switch (plan.networkMode()) {
          case BRIDGE, AWSVPC -> bridges.name(launch.task().cluster());
          case HOST -> "host";
          case NONE -> "none";
        };
    if (plan.shared()) {
      if (!pauseImage) {
        PauseImage.ensure(daemon);
        pauseImage = true;
      }
      String outer = network;
      String owner =
          named(
              launch.task(),
              Names.PAUSE,
              () -> daemon.create(PauseImage.NAME, command -> plan.pause(command, outer)));
      created.add(owner);
      if (plan.networkMode() == NetworkMode.AWSVPC) {
        // The daemon gives addresses to what runs; nothing of the task itself does yet.
        daemon.start(owner);
        address = Optional.of(daemon.address(owner, outer));
      }
      network = "container:" + owner;
    }
    Optional<String> known = address;
    String joined = network;
    for (ContainerDefinition container : plan.definition().containers()) {
      created.add(
          named(
              launch.task(),
              container.name(),
              () ->
                  create(container, command -> plan.container(command, container, joined, known))));
    }
    return address;
  }

  private String create(ContainerDefinition container, UnaryOperator<CreateContainerCmd> plan) {
    String image = container.image().orElseThrow();
    try {
      return daemon.create(image, plan);
    } catch (NotFoundException absent) {
      String said = Failures.said(absent);
      if (said.toLowerCase(Locale.ROOT).contains("no such image")) {
        throw new DriverException(
            DriverException.Reason.FAILED,
            "container '%s' cannot be created without image '%s': %s"
                .formatted(container.name(), image, said),
            new ImageMissingException(image, absent));
      }
      throw absent;
    }
  }

  /** One creation, whose refusals the daemon gives. */
  private interface Creation {
    String id();
  }

  private static String named(TaskId task, String container, Creation creation) {
    try {
      return creation.id();
    } catch (ConflictException taken) {
      throw new DriverException(
          DriverException.Reason.NAME_TAKEN,
          "container '%s': the name '%s' is taken on the daemon by what is not this engine's: %s"
              .formatted(container, Names.container(task, container), Failures.said(taken)),
          taken);
    } catch (NotFoundException absent) {
      throw new DriverException(
          DriverException.Reason.FAILED,
          "container '%s' cannot be created: %s".formatted(container, Failures.said(absent)),
          absent);
    }
  }

  TaskReport start(TaskHandle task, String name) throws Exception {
    synchronized (lock(task.value())) {
      List<Seen> containers = inventory.containers(task);
      if (containers.isEmpty()) {
        throw Inventory.noTask(task);
      }
      Seen container =
          Inventory.find(containers, name).orElseGet(() -> inventory.container(task, name));
      if (container.phase() != Seen.Phase.CREATED || container.never()) {
        return inventory.report(containers);
      }
      try {
        startWithNamespace(containers, container);
      } catch (DockerException refusal) {
        anotherTry(task, name, containers, refusal);
        notBegun.remove(task.value());
        return inventory.get(task);
      }
      notBegun.remove(task.value());
      List<Seen> now =
          containers.size() > 1
              ? inventory.containers(task)
              : daemon.inspect(container.id()).stream().toList();
      if (now.isEmpty()) {
        throw Inventory.noTask(task);
      }
      return inventory.report(now).withImages(digests.of(now));
    }
  }

  private void startWithNamespace(List<Seen> containers, Seen container) {
    Optional<Seen> owner = Inventory.find(containers, Names.PAUSE);
    if (owner.isPresent() && owner.get().phase() == Seen.Phase.CREATED) {
      daemon.start(owner.get().id());
    }
    daemon.start(container.id());
  }

  /** What was true at the creation may no longer be: a port taken, a bridge removed. */
  private void anotherTry(
      TaskHandle task, String name, List<Seen> containers, DockerException refusal)
      throws Exception {
    Labels labels = containers.getFirst().task();
    TaskLaunch launch = notBegun.get(task.value());
    if (Failures.networkGone(refusal)) {
      bridges.restore(labels.task().task().cluster());
    } else if (Failures.portTaken(refusal)
        && launch != null
        && labels.ports().stream().anyMatch(HostPort::dynamic)) {
      containers.forEach(container -> daemon.remove(container.id()));
      TaskReport unused = made(launch);
    } else {
      throw Failures.ofStart(name, refusal);
    }
    try {
      startWithNamespace(inventory.containers(task), inventory.container(task, name));
    } catch (DockerException again) {
      throw Failures.ofStart(name, again);
    }
  }

  /** Sees to it that a container that was never started never is; tells whether it was. */
  Optional<Daemon.Details> settle(TaskHandle task, String name) {
    synchronized (lock(task.value())) {
      Optional<Daemon.Details> found = inventory.details(task, name);
      if (found.isEmpty()) {
        return found;
      }
      Seen container = found.get().container();
      if (container.phase() != Seen.Phase.CREATED || container.never()) {
        return found;
      }
      daemon.rename(container.id(), Names.never(container.taskId(), name));
      return daemon.details(container.id());
    }
  }

  /** Removes all of a task: its containers before the namespace they share. */
  void destroy(TaskHandle task) {
    synchronized (lock(task.value())) {
      List<Seen> containers = inventory.present(task);
      notBegun.remove(task.value());
      for (Seen container : containers) {
        if (!container.container().equals(Names.PAUSE)) {
          daemon.remove(container.id());
        }
      }
      Inventory.find(containers, Names.PAUSE).ifPresent(owner -> daemon.remove(owner.id()));
      ports.release(task.value());
      boolean volumes =
          containers.isEmpty() || containers.stream().anyMatch(Labels::mentionsVolumes);
      Inventory.id(task)
          .ifPresent(id -> {
            outside.files().remove(id);
            if (volumes) {
              Belongings.removeVolumes(daemon, outside.engineId(), id);
            }
          });
    }
    Inventory.id(task).ifPresent(id -> bridges.leave(id.cluster()));
  }
}
