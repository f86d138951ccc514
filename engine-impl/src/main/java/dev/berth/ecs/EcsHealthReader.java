package dev.berth.ecs;

import dev.berth.model.HealthCheck;
import dev.berth.model.HealthProbe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The reader of a container's health check, which stands in the field {@code healthCheck}, in the
 * label {@code dev.berth.healthCheck}, or as a command in the one and its settings in the other.
 */
final class EcsHealthReader {
  private static final List<String> SETTINGS =
      List.of("interval", "timeout", "retries", "startPeriod");

  private final EcsObject container;
  private final EcsLabels labels;
  private final EcsProblems problems;

  EcsHealthReader(EcsObject container, EcsLabels labels, EcsProblems problems) {
    this.container = container;
    this.labels = labels;
    this.problems = problems;
  }

  Optional<HealthCheck> read() {
    int refusals = problems.refusals();
    Optional<HealthCheck> field =
        container.object("healthCheck", EcsFields.HEALTH_CHECK).flatMap(this::field);
    Optional<String> label = labels.healthCheck();
    return label.isEmpty() || problems.refusals() > refusals
        ? field
        : problems.make(
            labels.pointer(EcsLabels.HEALTH_CHECK), () -> EcsHealthLabel.parse(label.get(), field));
  }

  private Optional<HealthCheck> field(EcsObject object) {
    int refusals = problems.refusals();
    List<String> words = object.texts("command");
    if (words.isEmpty() && SETTINGS.stream().noneMatch(object::has)) {
      return Optional.empty();
    }
    List<String> command = command(object, words);
    Duration interval = Duration.ofSeconds(bounded(object, "interval", 5, 300, 30));
    Duration timeout = Duration.ofSeconds(bounded(object, "timeout", 2, 60, 5));
    int retries = bounded(object, "retries", 1, 10, 3);
    Duration startPeriod = Duration.ofSeconds(bounded(object, "startPeriod", 0, 300, 0));
    return problems.refusals() > refusals
        ? Optional.empty()
        : problems.make(
            object.pointer("command"),
            () ->
                new HealthCheck(
                    new HealthProbe.Command(command), interval, timeout, retries, startPeriod));
  }

  private List<String> command(EcsObject object, List<String> words) {
    String kind = words.isEmpty() ? "" : words.get(0);
    if (kind.equals("CMD")) {
      return words.subList(1, words.size());
    }
    if (!kind.equals("CMD-SHELL")) {
      problems.refuse(
          object.pointer("command"),
          "must begin with CMD, for a program and its arguments, or CMD-SHELL, for a line of shell");
    } else if (words.size() != 2) {
      problems.refuse(
          object.pointer("command"),
          "CMD-SHELL takes one line of shell, not %d strings: join them or use CMD"
              .formatted(words.size() - 1));
    }
    return List.of("/bin/sh", "-c", words.isEmpty() ? "" : words.get(words.size() - 1));
  }

  private int bounded(EcsObject object, String name, int least, int most, int absent) {
    int value = object.integer(name).orElse(absent);
    if (value < least || value > most) {
      problems.refuse(
          object.pointer(name),
          "%s (%d) must be between %d and %d, as in ECS; a label %s has wider bounds"
              .formatted(name, value, least, most, EcsLabels.HEALTH_CHECK));
    }
    return value;
  }
}
