package dev.berth.engine;

import dev.berth.Endpoint;
import dev.berth.NotFoundException;
import dev.berth.engine.loop.Routes;
import dev.berth.model.PortBinding;
import dev.berth.model.ServiceId;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A service's port as users hold it; reads the routes that the loop publishes. */
final class RoutedEndpoint implements Endpoint {
  private final Routes routes;
  private final ServiceId service;
  private final String port;
  private final AtomicInteger turn = new AtomicInteger();

  RoutedEndpoint(Routes routes, ServiceId service, String port) {
    this.routes = routes;
    this.service = service;
    this.port = port;
  }

  @Override
  public List<PortBinding> addresses() {
    return routes.addresses(service, port);
  }

  @Override
  public URI uri() {
    List<PortBinding> addresses = addresses();
    if (addresses.isEmpty()) {
      throw new NotFoundException(
          "no task of service '%s' is healthy, so port '%s' is reached nowhere"
              .formatted(service, port));
    }
    PortBinding next = addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
    return URI.create("http://" + next.authority());
  }
}
