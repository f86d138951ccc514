package dev.berth.engine;

import dev.berth.Cluster;
import dev.berth.NotFoundException;
import dev.berth.Service;
import dev.berth.Task;
import dev.berth.engine.command.Command.CreateService;
import dev.berth.engine.command.Command.PutNode;
import dev.berth.engine.command.Command.RemoveNode;
import dev.berth.engine.state.NodeState;
import dev.berth.model.NodeId;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskId;
import dev.berth.spi.Driver;
import dev.berth.spi.Fingerprint;
import dev.berth.view.NodeView;
import dev.berth.view.PlacementExplanation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A cluster as users hold it. */
final class LocalCluster implements Cluster {
  private static final Duration FINGERPRINT_LIMIT = Duration.ofSeconds(30);

  private final EngineParts parts;
  private final String name;

  LocalCluster(EngineParts parts, String name) {
    this.parts = parts;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NodeView addNode(NodeSpec spec) {
    NodeId id = new NodeId(name, spec.name());
    String driverName = spec.driver().orElse(parts.firstDriver());
    Driver driver = parts.drivers().get(driverName);
    if (driver == null) {
      throw new NotFoundException(
          "node '%s' names driver '%s', but the engine has %s"
              .formatted(spec.name(), driverName, parts.drivers().keySet()));
    }
    Fingerprint found =
        parts
            .line()
            .answer(
                driver.fingerprint().toCompletableFuture(),
                FINGERPRINT_LIMIT,
                () -> "driver '%s' did not tell what its machine offers".formatted(driverName));
    Resources resources = spec.resources().orElse(found.resources());
    if (resources.get(Resources.PORTS) == 0) {
      resources = resources.with(Resources.PORTS, found.resources().get(Resources.PORTS));
    }
    parts.line().request(new PutNode(id, driverName, resources, spec.attributes()));
    return parts.line().look(() -> view(parts.state().node(id).orElseThrow()));
  }

  @Override
  public void removeNode(String node) {
    parts.line().request(new RemoveNode(new NodeId(name, node)));
  }

  @Override
  public List<NodeView> nodes() {
    return parts.line().look(() -> parts.state().nodes(name).stream().map(this::view).toList());
  }

  private NodeView view(NodeState node) {
    return new NodeView(
        node.id(),
        node.driver(),
        node.resources(),
        parts.placement().available(node.id()),
        node.attributes(),
        node.status(),
        parts.state().taskCountOn(node.id()));
  }

  @Override
  public Service createService(ServiceSpec spec) {
    ServiceId id = new ServiceId(name, spec.name());
    parts.line().request(new CreateService(id, spec));
    return new LocalService(parts, id);
  }

  @Override
  public Service service(String service) {
    ServiceId id = new ServiceId(name, service);
    if (!parts.line().look(() -> parts.state().service(id).isPresent())) {
      throw new NotFoundException("no service '%s' in cluster '%s'".formatted(service, name));
    }
    return new LocalService(parts, id);
  }

  @Override
  public List<String> services() {
    return parts
        .line()
        .look(() ->
            parts.state().services().stream()
                .filter(id -> id.cluster().equals(name))
                .map(ServiceId::name)
                .toList());
  }

  @Override
  public Task task(TaskId id) {
    LocalTask task = new LocalTask(parts, id);
    task.view();
    return task;
  }

  @Override
  public List<Task> tasks(Service service) {
    return service.tasks();
  }

  @Override
  public Optional<PlacementExplanation> explain(TaskId task) {
    return parts.line().look(() -> parts.placement().explain(task));
  }
}
