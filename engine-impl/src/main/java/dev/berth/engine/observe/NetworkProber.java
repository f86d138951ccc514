package dev.berth.engine.observe;

import dev.berth.model.HealthProbe;
import dev.berth.model.PortBinding;
import dev.berth.spi.HealthProber;
import dev.berth.spi.ProbeResult;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Probes with real connections, on threads of its own that end with {@link #close}. */
public final class NetworkProber implements HealthProber {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .executor(threads)
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Http probe, PortBinding target, Duration timeout) {
    URI uri = URI.create("http://" + target.authority() + probe.path());
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(timeout).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .handle((response, failure) -> verdict(probe, response, failure));
  }

  private static ProbeResult verdict(
      HealthProbe.Http probe, HttpResponse<Void> response, Throwable failure) {
    if (failure != null) {
      Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
      return new ProbeResult.Failed("GET %s failed: %s".formatted(probe.path(), cause));
    }
    int status = response.statusCode();
    return status >= 200 && status < 400
        ? new ProbeResult.Passed()
        : new ProbeResult.Failed("GET %s answered %d".formatted(probe.path(), status));
  }

  @Override
  public CompletionStage<ProbeResult> probe(
      HealthProbe.Tcp probe, PortBinding target, Duration timeout) {
    return CompletableFuture.supplyAsync(() -> connect(target, timeout), threads);
  }

  private static ProbeResult connect(PortBinding target, Duration timeout) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(target.address(), target.hostPort()), (int) timeout.toMillis());
      return new ProbeResult.Passed();
    } catch (IOException failure) {
      return new ProbeResult.Failed(
          "no connection to " + target.authority() + ": " + failure.getMessage());
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.shutdownNow();
    threads.close();
  }
}
