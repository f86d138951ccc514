package dev.berth.benchmarks.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The baseline: docker-java in a loop with as many requests at once as the driver makes. It keeps
 * nothing, watches nothing, and gives each container what the driver gives it.
 */
final class BareClient implements AutoCloseable {
  static final String IMAGE = "berth-benchmark/busybox:1";
  static final List<String> COMMAND =
      List.of("/bin/busybox", "sh", "-c", "trap 'exit 0' TERM; while :; do busybox sleep 1; done");

  private static final String NETWORK = "berth-benchmark";
  private static final int EXECUTABLE = 0100755;

  private final DockerClient client;
  private final int concurrency;

  BareClient(URI host, int concurrency) {
    this.concurrency = concurrency;
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    client =
        DockerClientImpl.getInstance(
            config,
            new ApacheDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .maxConnections(2 * concurrency)
                .build());
  }

  String version() {
    return String.valueOf(client.versionCmd().exec().getVersion());
  }

  /** An image of nothing but a busybox. */
  void build(Path busybox) throws IOException {
    ByteArrayOutputStream context = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(context, UTF_8.name())) {
      put(tar, "busybox", Files.readAllBytes(busybox));
      put(tar, "Dockerfile", "FROM scratch\nCOPY busybox /bin/busybox\n".getBytes(UTF_8));
    }
    try (BuildImageResultCallback built = new BuildImageResultCallback()) {
      String unused =
          client
              .buildImageCmd(new ByteArrayInputStream(context.toByteArray()))
              .withTags(Set.of(IMAGE))
              .exec(built)
              .awaitImageId();
    }
    var unused = client.createNetworkCmd().withName(NETWORK).withDriver("bridge").exec();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(EXECUTABLE);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Creates and starts so many, and sees each of them run. */
  List<String> start(int count) {
    return all(
        IntStream.range(0, count).<Callable<String>>mapToObj(i -> () -> startOne(i)).toList());
  }

  private String startOne(int number) {
    String id =
        client
            .createContainerCmd(IMAGE)
            .withName("berth-benchmark-" + number)
            .withCmd(COMMAND)
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withNetworkMode(NETWORK)
                    .withCapDrop(Capability.ALL)
                    .withSecurityOpts(List.of("no-new-privileges"))
                    .withPidsLimit(4_096L))
            .exec()
            .getId();
    client.startContainerCmd(id).exec();
    InspectContainerResponse seen = client.inspectContainerCmd(id).exec();
    if (!Boolean.TRUE.equals(seen.getState().getRunning())) {
      throw new IllegalStateException("container " + id + " does not run");
    }
    return id;
  }

  /** Asks all of them to end, waits for it, and removes them. */
  void stop(List<String> ids) {
    List<Callable<String>> stops = new ArrayList<>();
    ids.forEach(id -> stops.add(() -> stopOne(id)));
    var unused = all(stops);
  }

  private String stopOne(String id) {
    client.killContainerCmd(id).withSignal("SIGTERM").exec();
    var unused =
        client.waitContainerCmd(id).exec(new WaitContainerResultCallback()).awaitStatusCode();
    client.removeContainerCmd(id).exec();
    return id;
  }

  private List<String> all(List<Callable<String>> calls) {
    try (ExecutorService threads = Executors.newFixedThreadPool(concurrency)) {
      List<String> results = new ArrayList<>();
      for (Future<String> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      client.removeNetworkCmd(NETWORK).exec();
      client.removeImageCmd(IMAGE).withForce(true).exec();
    } catch (DockerException left) {
      System.err.println("left on the daemon: " + left.getMessage());
    }
    client.close();
  }
}
