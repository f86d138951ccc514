package dev.berth.driver.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerOptions;
import dev.berth.model.PullPolicy;
import dev.berth.model.TaskDefinition;
import dev.berth.spi.DriverException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches images. Who asks for one that is being fetched already waits for that; a few are fetched
 * at once, on threads of their own, so that no other request waits for a network.
 */
final class Images {
  private static final Logger LOG = LoggerFactory.getLogger(Images.class);

  private final Daemon daemon;
  private final DriverThreads threads;
  private final DockerSettings.Pulling settings;
  private final Map<String, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();

  private final UnusedImages unusedImages;

  /** When each image came that was fetched last. */
  private final Map<String, Long> fetched = new ConcurrentHashMap<>();

  Images(
      Daemon daemon,
      DriverThreads threads,
      DockerSettings.Pulling settings,
      UnusedImages unusedImages) {
    this.unusedImages = unusedImages;
    this.daemon = daemon;
    this.threads = threads;
    this.settings = settings;
  }

  /** When the image of a container is fetched. */
  static PullPolicy policy(ContainerDefinition container) {
    return container
        .options()
        .flatMap(ContainerOptions::pullPolicy)
        .orElse(PullPolicy.IF_NOT_PRESENT);
  }

  /** Fetches what a definition wants fetched each time. */
  CompletableFuture<Void> pullAlways(TaskDefinition definition) {
    List<CompletableFuture<String>> pulls =
        definition.containers().stream()
            .filter(container -> policy(container) == PullPolicy.ALWAYS)
            .flatMap(container -> container.image().stream())
            .distinct()
            .map(this::pull)
            .toList();
    return CompletableFuture.allOf(pulls.toArray(CompletableFuture[]::new));
  }

  /** Whether a definition lets a missing image be fetched. */
  static boolean mayPull(TaskDefinition definition, String image) {
    return definition.containers().stream()
        .filter(container -> container.image().stream().anyMatch(image::equals))
        .noneMatch(container -> policy(container) == PullPolicy.NEVER);
  }

  /**
   * Fetches an image that was missing, unless it came since.
   *
   * @param asked when it was asked for, by {@link System#nanoTime}
   */
  CompletableFuture<String> pullMissing(String image, long asked) {
    Long came = fetched.get(image);
    return came != null && came - asked > 0
        ? CompletableFuture.completedFuture(image)
        : pull(image);
  }

  /** Fetches an image, or joins who does; gives its name. */
  private CompletableFuture<String> pull(String image) {
    CompletableFuture<String> mine = new CompletableFuture<>();
    CompletableFuture<String> pull = underWay.putIfAbsent(image, mine);
    if (pull != null) {
      return pull;
    }
    var unused =
        threads
            .pull(() -> fetch(image))
            .whenComplete((done, failure) -> {
              if (failure == null) {
                fetched.put(image, System.nanoTime());
                underWay.remove(image);
                mine.complete(image);
              } else {
                underWay.remove(image);
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private String fetch(String image) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    LOG.info("fetching image {}", image);
    boolean others = daemon.image(image).isPresent();
    // A name without tag or digest would fetch every tag that the registry has of it.
    PullImageCmd command =
        daemon.connection().streams().pullImageCmd(tagged(image) ? image : image + ":latest");
    AuthConfig login = settings.credentials().of(registry(image));
    if (login != null) {
      command.withAuthConfig(login);
    }
    try (Course course = new Course(image, settings.progress())) {
      if (!command
          .exec(course)
          .awaitCompletion(settings.longest().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DriverException(
            DriverException.Reason.TIMED_OUT,
            "image '%s' was not fetched within %s: raise pullTimeout, or fetch it beforehand"
                .formatted(image, settings.longest()));
      }
      course.requireSuccess();
    } catch (DockerException refused) {
      throw failed(image, Failures.said(refused));
    }
    if (!others) {
      unusedImages.fetched(image);
    }
    LOG.info("fetched image {} in {} s", image, (System.nanoTime() - begin) / 1_000_000_000);
    return image;
  }

  private DriverException failed(String image, String said) {
    boolean known = settings.credentials().knows(registry(image));
    return new DriverException(
        DriverException.Reason.FAILED,
        "image '%s' could not be fetched from %s (%s): %s"
            .formatted(
                image,
                registry(image),
                known ? "with its credentials" : "without credentials",
                said));
  }

  static boolean tagged(String image) {
    return image.indexOf('@') >= 0 || image.lastIndexOf(':') > image.lastIndexOf('/');
  }

  /** The host of an image's registry, by the rule of Docker: a first part that looks like one. */
  static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return host ? first : "docker.io";
  }

  /** The course of one fetching. */
  private final class Course extends ResultCallback.Adapter<PullResponseItem> {
    private final String image;
    private final Consumer<DockerDriver.PullProgress> progress;
    private volatile @Nullable String error;

    Course(String image, Consumer<DockerDriver.PullProgress> progress) {
      this.image = image;
      this.progress = progress;
    }

    @Override
    public void onNext(PullResponseItem item) {
      var detail = item.getErrorDetail();
      if (detail != null) {
        error = String.valueOf(detail.getMessage());
      } else if (item.getId() != null) {
        var bytes = item.getProgressDetail();
        progress.accept(
            new DockerDriver.PullProgress(
                image,
                item.getId(),
                Objects.requireNonNullElse(item.getStatus(), ""),
                bytes == null ? 0 : Objects.requireNonNullElse(bytes.getCurrent(), 0L),
                bytes == null ? 0 : Objects.requireNonNullElse(bytes.getTotal(), 0L)));
      }
    }

    @Override
    public void onError(Throwable failure) {
      // Not the one above, which logs what its caller is told anyway.
      error =
          failure instanceof DockerException refused
              ? Failures.said(refused)
              : String.valueOf(Failures.root(failure));
      onComplete();
    }

    void requireSuccess() {
      String said = error;
      if (said != null) {
        throw failed(image, said);
      }
    }
  }
}
