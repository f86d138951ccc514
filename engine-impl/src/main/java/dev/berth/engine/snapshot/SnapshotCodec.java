package dev.berth.engine.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.berth.JournalException;
import dev.berth.engine.journal.RecordMapper;
import dev.berth.engine.snapshot.SnapshotPart.Backoff;
import dev.berth.engine.snapshot.SnapshotPart.Definitions;
import dev.berth.engine.snapshot.SnapshotPart.Head;
import dev.berth.engine.snapshot.SnapshotPart.Node;
import dev.berth.engine.snapshot.SnapshotPart.Nodes;
import dev.berth.engine.snapshot.SnapshotPart.Service;
import dev.berth.engine.snapshot.SnapshotPart.Services;
import dev.berth.engine.snapshot.SnapshotPart.Tasks;
import dev.berth.engine.state.LaunchBackoff;
import dev.berth.engine.state.NodeState;
import dev.berth.engine.state.NumberedPages;
import dev.berth.engine.state.ServiceState;
import dev.berth.engine.state.StateImage;
import dev.berth.engine.state.StateRestorer;
import dev.berth.engine.state.TaskState;
import dev.berth.model.ServiceId;
import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The one way a state is written and read: {@link SnapshotPart}s as JSON, at most a thousand things
 * in each, so that neither side ever holds more than one of them beside the state itself.
 */
public final class SnapshotCodec {
  private static final int FORMAT = 1;
  private static final int MOST_IN_A_PART = 1_000;

  /** Reading JSON takes longer than what is done with it, so it is done on all processors. */
  private static final int MOST_READ_AHEAD = 16;

  private final ObjectWriter writer;
  private final ObjectReader reader;

  /** A codec; costly to make, safe to share between threads. */
  public SnapshotCodec() {
    writer = RecordMapper.make().writerFor(SnapshotPart.class);
    reader = RecordMapper.make().readerFor(SnapshotPart.class);
  }

  /** The chunks of a snapshot, each made when it is asked for. */
  public Iterator<byte[]> encode(StateImage image) {
    Stream<SnapshotPart> parts =
        Stream.of(
                Stream.of(new Head(FORMAT, image.sequence(), image.closing(), image.clusters())),
                split(image.definitions(), Definitions::new),
                split(image.nodes(), nodes -> new Nodes(map(nodes, SnapshotCodec::node))),
                split(
                    image.services(),
                    services -> new Services(map(services, SnapshotCodec::service))),
                image.tasks().entrySet().stream()
                    .flatMap(entry -> tasks(entry.getKey(), entry.getValue())))
            .flatMap(Function.identity());
    Iterator<SnapshotPart> each = parts.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public byte[] next() {
        return write(each.next());
      }
    };
  }

  /**
   * Fills a state.
   *
   * @throws JournalException if the snapshot cannot be read
   */
  public void decode(JournalSnapshot snapshot, StateRestorer restorer) {
    Restoration restoration = new Restoration(snapshot, restorer);
    Queue<CompletableFuture<SnapshotPart>> ahead = new ArrayDeque<>();
    try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (byte[] chunk : snapshot.chunks()) {
        ahead.add(CompletableFuture.supplyAsync(() -> read(snapshot, chunk), readers));
        if (ahead.size() > MOST_READ_AHEAD) {
          restoration.take(ahead.remove());
        }
      }
      while (!ahead.isEmpty()) {
        restoration.take(ahead.remove());
      }
    }
    restoration.end();
  }

  /**
   * The parts of one snapshot, read on other threads, becoming state on this one in their order.
   */
  private static final class Restoration {
    private final JournalSnapshot snapshot;
    private final StateRestorer restorer;
    private boolean begun;

    Restoration(JournalSnapshot snapshot, StateRestorer restorer) {
      this.snapshot = snapshot;
      this.restorer = restorer;
    }

    void take(CompletableFuture<SnapshotPart> next) {
      SnapshotPart part = part(next);
      if (begun == part instanceof Head) {
        throw unreadable(snapshot, "its head is not its first chunk, or there are two");
      }
      begun = true;
      restore(snapshot, part, restorer);
    }

    private static SnapshotPart part(CompletableFuture<SnapshotPart> read) {
      try {
        return read.join();
      } catch (CompletionException failure) {
        if (failure.getCause() instanceof JournalException unreadable) {
          throw unreadable;
        }
        throw failure;
      }
    }

    void end() {
      if (!begun) {
        throw unreadable(snapshot, "it is empty");
      }
    }
  }

  private static void restore(JournalSnapshot snapshot, SnapshotPart part, StateRestorer restorer) {
    switch (part) {
      case Head head -> {
        if (head.format() != FORMAT) {
          throw unreadable(
              snapshot,
              "its format is %d, this version reads %d: use the version that wrote it"
                  .formatted(head.format(), FORMAT));
        }
        restorer.begin(head.sequence(), head.closing(), head.clusters());
      }
      case Definitions definitions -> definitions.definitions().forEach(restorer::put);
      case Nodes nodes -> nodes.nodes().forEach(node -> restorer.put(node(node)));
      case Services services ->
          services.services().forEach(service -> restorer.put(service(service, restorer)));
      case Tasks tasks -> TaskGroups.tasks(tasks.group(), restorer.state()).forEach(restorer::put);
    }
  }

  private static Stream<SnapshotPart> tasks(ServiceId service, NumberedPages<TaskState> pages) {
    Iterator<TaskState> each = pages.iterator();
    Iterable<SnapshotPart> parts =
        () ->
            new Iterator<>() {
              @Override
              public boolean hasNext() {
                return each.hasNext();
              }

              @Override
              public SnapshotPart next() {
                List<TaskState> some = new ArrayList<>(MOST_IN_A_PART);
                while (each.hasNext() && some.size() < MOST_IN_A_PART) {
                  some.add(each.next());
                }
                return new Tasks(TaskGroups.of(service, some));
              }
            };
    return StreamSupport.stream(parts.spliterator(), false);
  }

  private static <T> Stream<SnapshotPart> split(List<T> all, Function<List<T>, SnapshotPart> part) {
    return Stream.iterate(0, from -> from < all.size(), from -> from + MOST_IN_A_PART)
        .map(from -> part.apply(all.subList(from, Math.min(all.size(), from + MOST_IN_A_PART))));
  }

  private static <T, R> List<R> map(List<T> all, Function<T, R> each) {
    return all.stream().map(each).toList();
  }

  private static Node node(NodeState node) {
    return new Node(
        node.id(),
        node.driver(),
        node.resources(),
        node.attributes(),
        Optional.ofNullable(node.loss()));
  }

  private static NodeState node(Node node) {
    return new NodeState(
        node.id(), node.driver(), node.resources(), node.attributes(), node.loss().orElse(null));
  }

  private static Service service(ServiceState service) {
    LaunchBackoff backoff = service.backoff();
    return new Service(
        service.id(),
        service.spec(),
        service.deleting(),
        service.deployments(),
        service.nextTask(),
        new Backoff(
            backoff.rounds(),
            Optional.ofNullable(backoff.since()),
            Optional.ofNullable(backoff.until()),
            Optional.ofNullable(backoff.unanswered())),
        TaskGroups.of(service.id(), service.stopped()));
  }

  private static ServiceState service(Service service, StateRestorer restorer) {
    Backoff backoff = service.backoff();
    return new ServiceState(
        service.id(),
        service.spec(),
        service.deleting(),
        List.copyOf(service.deployments()),
        service.nextTask(),
        new LaunchBackoff(
            backoff.rounds(),
            backoff.since().orElse(null),
            backoff.until().orElse(null),
            backoff.unanswered().orElse(null)),
        List.copyOf(TaskGroups.tasks(service.stopped(), restorer.state())));
  }

  private byte[] write(SnapshotPart part) {
    try {
      return writer.writeValueAsString(part).getBytes(StandardCharsets.US_ASCII);
    } catch (JsonProcessingException e) {
      throw new JournalException("a snapshot cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  private SnapshotPart read(JournalSnapshot snapshot, byte[] chunk) {
    try {
      return reader.readValue(chunk);
    } catch (IOException e) {
      throw new JournalException(
          "the snapshot at %d cannot be read: %s".formatted(snapshot.sequence(), e.getMessage()),
          e);
    }
  }

  private static JournalException unreadable(JournalSnapshot snapshot, String why) {
    return new JournalException(
        "the snapshot at %d cannot be read: %s".formatted(snapshot.sequence(), why));
  }
}
