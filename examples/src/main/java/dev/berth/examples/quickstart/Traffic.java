package dev.berth.examples.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends requests at an even rate to the addresses that the engine told last, one after the other. A
 * request that hits a replica just killed is sent once more, to another one; nothing else is tried
 * twice.
 */
final class Traffic implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(1_000 / 80);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Supplier<List<String>> addresses;
  private final Tally tally;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final Metronome clock = new Metronome("traffic");
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong turn = new AtomicLong();
  private volatile Set<Integer> versions = Set.of();
  private volatile Optional<String> victim = Optional.empty();

  Traffic(Supplier<List<String>> addresses, Tally tally) {
    this.addresses = addresses;
    this.tally = tally;
  }

  void start() {
    clock.start(PACE, this::next);
  }

  private void next() {
    threads.execute(this::request);
  }

  /** From now on, requests are to be answered by these versions. */
  void expectVersions(Integer... expected) {
    versions = Set.of(expected);
  }

  /** The replica that is being killed, or nothing once it has been replaced. */
  void expectVictim(Optional<String> address) {
    victim = address;
  }

  private void request() {
    Set<Integer> expected = versions;
    tally.sent();
    Optional<String> address = choose(Optional.empty());
    try {
      judge(address, answer(address), expected);
    } catch (IOException failure) {
      if (address.isPresent() && address.equals(victim)) {
        tally.retried();
        retry(expected);
      } else {
        tally.failed("%s: %s".formatted(address.orElse("no address"), failure));
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void retry(Set<Integer> expected) {
    Optional<String> other = choose(victim);
    try {
      judge(other, answer(other), expected);
    } catch (IOException failure) {
      tally.failed("%s, tried second: %s".formatted(other.orElse("no address"), failure));
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> choose(Optional<String> unwanted) {
    List<String> open =
        addresses.get().stream().filter(address -> !Optional.of(address).equals(unwanted)).toList();
    return open.isEmpty()
        ? Optional.empty()
        : Optional.of(open.get((int) (turn.getAndIncrement() % open.size())));
  }

  private HttpResponse<String> answer(Optional<String> address)
      throws IOException, InterruptedException {
    if (address.isEmpty()) {
      throw new IOException("the engine told of no address to send to");
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address.get() + "/"))
            .timeout(TIMEOUT)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void judge(Optional<String> address, HttpResponse<String> answer, Set<Integer> expected) {
    String text = answer.body().strip();
    // A request that began before a roll may be answered after it has begun.
    Optional<Integer> version =
        Stream.concat(expected.stream(), versions.stream())
            .filter(candidate -> text.equals(WorkFolder.contentOf(candidate)))
            .findFirst();
    if (answer.statusCode() == 200 && version.isPresent()) {
      tally.answered(address.orElseThrow(), version.get());
    } else {
      tally.failed(
          "%s answered %d '%s' instead of one of the versions %s"
              .formatted(address.orElseThrow(), answer.statusCode(), text, expected));
    }
  }

  /** Sends no more, and waits for the answers to what was sent. */
  @Override
  public void close() {
    clock.close();
    threads.close();
    client.shutdownNow();
  }
}
