package dev.berth.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.InvalidSpecException;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.NetworkMode;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import dev.berth.model.Volume;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QuerySyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reader of a whole task definition; what it cannot read it reports and leaves out. */
final class EcsReader {
  private static final List<String> COMPATIBILITIES =
      List.of("EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES");

  private static final String MEMBER_OF = "memberOf";

  private static final Pattern CPU = amount("vCPU");
  private static final Pattern MEMORY = amount("GB");

  private final EcsProblems problems;

  EcsReader(EcsProblems problems) {
    this.problems = problems;
  }

  /** The definition; null if anything was refused. */
  @Nullable TaskDefinition read(JsonNode root) {
    if (root.isObject() && hasTaskDefinition(root)) {
      return EcsObject.of(root, "", EcsFields.ANSWER, problems).map(this::answer).orElse(null);
    }
    return EcsObject.of(root, "", EcsFields.TASK, problems)
        .map(task -> task(task, tags(task)))
        .orElse(null);
  }

  private static boolean hasTaskDefinition(JsonNode root) {
    return root.properties().stream()
        .anyMatch(field -> field.getKey().equalsIgnoreCase("taskDefinition"));
  }

  /** What describe-task-definition prints: the definition, and its tags beside it. */
  private @Nullable TaskDefinition answer(EcsObject answer) {
    answer.require("taskDefinition");
    Optional<EcsObject> task = answer.object("taskDefinition", EcsFields.TASK);
    if (task.isEmpty()) {
      return null;
    }
    return task(task.get(), tags(answer.has("tags") ? answer : task.get()));
  }

  private @Nullable TaskDefinition task(EcsObject task, Map<String, String> tags) {
    task.require("family");
    task.require("containerDefinitions");
    checkCompatibilities(task);
    TaskDefinition.Builder builder = TaskDefinition.builder(task.text("family").orElse(""));
    task.integer("revision").ifPresent(builder::revision);
    Optional<NetworkMode> mode = networkMode(task);
    mode.ifPresent(builder::networkMode);
    size(task).ifPresent(builder::size);
    tags.forEach(builder::tag);
    placementConstraints(task).forEach(builder::placementConstraint);
    containers(task, mode).forEach(builder::container);
    volumes(task).forEach(builder::volume);
    if (problems.refusals() > 0) {
      return null;
    }
    return problems.make(task.pointer(), builder::build).orElse(null);
  }

  private List<ContainerDefinition> containers(EcsObject task, Optional<NetworkMode> mode) {
    List<ContainerDefinition> containers = new ArrayList<>();
    for (EcsObject container : task.objects("containerDefinitions", EcsFields.CONTAINER)) {
      new EcsContainerReader(container, mode, problems).read().ifPresent(containers::add);
    }
    return containers;
  }

  private List<Volume> volumes(EcsObject task) {
    List<Volume> volumes = new ArrayList<>();
    for (EcsObject each : task.objects("volumes", EcsFields.VOLUME)) {
      each.require("name");
      Optional<String> name = each.text("name");
      Volume.Scope scope =
          each.object("dockerVolumeConfiguration", EcsFields.DOCKER_VOLUME)
              .flatMap(this::scope)
              .orElse(Volume.Scope.TASK);
      name.flatMap(it -> problems.make(each.pointer(), () -> new Volume(it, scope)))
          .ifPresent(volumes::add);
    }
    return volumes;
  }

  private Optional<Volume.Scope> scope(EcsObject docker) {
    if (!docker.flag("autoprovision", true)) {
      problems.refuse(
          docker.pointer("autoprovision"), "volumes are always made where they are missing");
    }
    Optional<String> spelling = docker.text("scope");
    Optional<Volume.Scope> scope =
        spelling.flatMap(it -> EcsTypes.constant(Volume.Scope.class, it));
    if (spelling.isPresent() && scope.isEmpty()) {
      problems.refuse(
          docker.pointer("scope"), "'%s' is not one of task, shared".formatted(spelling.get()));
    }
    return scope;
  }

  private List<PlacementConstraint> placementConstraints(EcsObject task) {
    List<PlacementConstraint> constraints = new ArrayList<>();
    for (EcsObject each : task.objects("placementConstraints", EcsFields.PLACEMENT_CONSTRAINT)) {
      each.require("type");
      each.require("expression");
      each.text("type")
          .filter(type -> !type.equalsIgnoreCase(MEMBER_OF))
          .ifPresent(type ->
              problems.refuse(
                  each.pointer("type"),
                  "'%s' is not memberOf, the only one that a task definition has".formatted(type)));
      String at = each.pointer("expression");
      each.text("expression")
          .flatMap(text -> problems.make(at, () -> memberOf(text)))
          .ifPresent(constraints::add);
    }
    return constraints;
  }

  /** An engine would refuse a malformed expression as well, but could not tell where it stands. */
  private static PlacementConstraint memberOf(String expression) {
    PlacementConstraint constraint = PlacementConstraint.memberOf(expression);
    try {
      Query.parse(expression);
    } catch (QuerySyntaxException wrong) {
      throw new InvalidSpecException(
          "is not of the cluster query language:\n" + wrong.getMessage(), wrong);
    }
    return constraint;
  }

  private static Map<String, String> tags(EcsObject owner) {
    return owner.pairs("tags", "key", EcsFields.TAG);
  }

  private Optional<NetworkMode> networkMode(EcsObject task) {
    Optional<String> name = task.text("networkMode");
    Optional<NetworkMode> mode = name.flatMap(it -> EcsTypes.constant(NetworkMode.class, it));
    if (name.isPresent() && mode.isEmpty()) {
      problems.refuse(
          task.pointer("networkMode"),
          "'%s' is not one of %s".formatted(name.get(), EcsTypes.spellings(NetworkMode.class)));
    }
    return mode;
  }

  private void checkCompatibilities(EcsObject task) {
    task.textsByPointer("requiresCompatibilities")
        .forEach((at, value) -> {
          if (!COMPATIBILITIES.contains(value)) {
            problems.refuse(
                at, "'%s' is not one of %s".formatted(value, String.join(", ", COMPATIBILITIES)));
          }
        });
  }

  private Optional<TaskSize> size(EcsObject task) {
    if (!task.has("cpu") && !task.has("memory")) {
      return Optional.empty();
    }
    int refusals = problems.refusals();
    int cpu = amount(task, "cpu", CPU, "CPU units (\"256\") or vCPUs (\".25 vCPU\")");
    int memory = amount(task, "memory", MEMORY, "MiB (\"512\") or GB (\"0.5 GB\")");
    return problems.refusals() > refusals
        ? Optional.empty()
        : problems.make(task.pointer(), () -> new TaskSize(cpu, memory));
  }

  private int amount(EcsObject task, String field, Pattern large, String expected) {
    Optional<JsonNode> value = task.value(field);
    if (value.isEmpty()) {
      return 0;
    }
    OptionalInt amount = EcsTypes.integer(value.get());
    if (amount.isEmpty() && value.get().isTextual()) {
      amount = timesThousand(large.matcher(value.get().textValue()));
    }
    if (amount.isEmpty()) {
      problems.refuse(task.pointer(field), EcsTypes.mismatch(expected, value.get()));
    }
    return amount.orElse(0);
  }

  /** Of 1,024 parts: a vCPU has as many units, a GB as many MiB. Fractions of a part are none. */
  private static OptionalInt timesThousand(Matcher matcher) {
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    BigDecimal parts = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1024));
    boolean whole = parts.remainder(BigDecimal.ONE).signum() == 0;
    boolean small = parts.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    return whole && small ? OptionalInt.of(parts.intValue()) : OptionalInt.empty();
  }

  private static Pattern amount(String unit) {
    return Pattern.compile(
        "\\s*([0-9]{0,9}\\.?[0-9]{1,9})\\s*" + unit.toLowerCase(Locale.ROOT) + "\\s*",
        Pattern.CASE_INSENSITIVE);
  }
}
