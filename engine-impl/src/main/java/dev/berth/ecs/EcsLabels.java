package dev.berth.ecs;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The Docker labels of one container: those of the user, and those named {@code dev.berth.*} that
 * hold what ECS has no field for. The model refuses the prefix to users, so neither can be taken
 * for the other.
 */
final class EcsLabels {
  static final String HEALTH_CHECK = "dev.berth.healthCheck";
  static final String START_TIMEOUT = "dev.berth.startTimeout";
  static final String STOP_TIMEOUT = "dev.berth.stopTimeout";
  static final String RESOURCE = "dev.berth.resource.";
  private static final String PREFIX = "dev.berth.";
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}");

  private final String pointer;
  private final EcsProblems problems;
  private final Map<String, String> ofUser = new TreeMap<>();
  private final Map<String, Long> resources = new TreeMap<>();
  private final Map<String, String> others = new TreeMap<>();

  private EcsLabels(String pointer, EcsProblems problems) {
    this.pointer = pointer;
    this.problems = problems;
  }

  static EcsLabels of(EcsObject container, EcsProblems problems) {
    EcsLabels labels = new EcsLabels(container.pointer("dockerLabels"), problems);
    container.textsByKey("dockerLabels").forEach(labels::add);
    return labels;
  }

  private void add(String key, String value) {
    if (!key.startsWith(PREFIX)) {
      ofUser.put(key, value);
    } else if (key.startsWith(RESOURCE)) {
      problems.attempt(
          pointer(key), () -> resources.put(key.substring(RESOURCE.length()), amount(value)));
    } else if (List.of(HEALTH_CHECK, START_TIMEOUT, STOP_TIMEOUT).contains(key)) {
      others.put(key, value);
    } else {
      problems.refuse(
          pointer(key),
          "is not a label of Berth: use %s, %sNAME, %s or %s"
              .formatted(HEALTH_CHECK, RESOURCE, START_TIMEOUT, STOP_TIMEOUT));
    }
  }

  /** Where the label of that key stands. */
  String pointer(String key) {
    return EcsTypes.child(pointer, key);
  }

  Map<String, String> ofUser() {
    return ofUser;
  }

  Map<String, Long> resources() {
    return resources;
  }

  Optional<String> healthCheck() {
    return Optional.ofNullable(others.get(HEALTH_CHECK));
  }

  Optional<Duration> startTimeout() {
    return duration(START_TIMEOUT);
  }

  Optional<Duration> stopTimeout() {
    return duration(STOP_TIMEOUT);
  }

  /** How much of a resource: in labels and in ECS's resource requirements a string of digits. */
  static long amount(String text) {
    if (!AMOUNT.matcher(text).matches()) {
      throw new InvalidSpecException("'%s' is not an amount: write digits".formatted(text));
    }
    return Long.parseLong(text);
  }

  private Optional<Duration> duration(String key) {
    String text = others.get(key);
    return text == null
        ? Optional.empty()
        : problems.make(
            pointer(key), () -> EcsDurations.parse(key.substring(PREFIX.length()), text));
  }
}
