package dev.berth.ecs;

import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerOptions;
import dev.berth.model.Mount;
import dev.berth.model.SecretReference;
import dev.berth.model.Ulimit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reader of what a container is held to: its options, its mounts and its secrets. */
final class EcsOptionsReader {
  /** What Docker calls the size of a log file: a number of bytes with a unit of 1,024. */
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([mMgG])[bB]?");

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,3}");
  private static final int MIB_PER_GIB = 1_024;

  private final EcsObject container;
  private final EcsProblems problems;
  private final ContainerOptions.Builder options = ContainerOptions.builder();
  private boolean given;

  EcsOptionsReader(EcsObject container, EcsProblems problems) {
    this.container = container;
    this.problems = problems;
  }

  void readInto(ContainerDefinition.Builder builder) {
    container
        .text("user")
        .filter(user -> !user.isEmpty())
        .ifPresent(user -> {
          options.user(user);
          given = true;
        });
    if (container.flag("readonlyRootFilesystem", false)) {
      options.readOnlyRoot(true);
      given = true;
    }
    container.objects("ulimits", EcsFields.ULIMIT).forEach(this::readUlimit);
    container.object("logConfiguration", EcsFields.LOG_CONFIGURATION).ifPresent(this::readLogs);
    if (given) {
      problems.make(container.pointer(), options::build).ifPresent(made -> builder.options(made));
    }
    readMounts(builder);
    for (EcsObject secret : container.objects("secrets", EcsFields.SECRET)) {
      secret.require("name");
      secret.require("valueFrom");
      Optional<String> name = secret.text("name");
      Optional<String> value = secret.text("valueFrom");
      if (name.isPresent() && value.isPresent()) {
        problems.attempt(
            secret.pointer(), () -> builder.secret(name.get(), SecretReference.of(value.get())));
      }
    }
  }

  private void readUlimit(EcsObject limit) {
    int refusals = problems.refusals();
    limit.require("name");
    limit.require("softLimit");
    limit.require("hardLimit");
    Optional<String> spelling = limit.text("name");
    Optional<Ulimit.Name> name = spelling.flatMap(it -> EcsTypes.constant(Ulimit.Name.class, it));
    if (spelling.isPresent() && name.isEmpty()) {
      problems.refuse(
          limit.pointer("name"),
          "'%s' is not one of %s".formatted(spelling.get(), EcsTypes.spellings(Ulimit.Name.class)));
    }
    OptionalInt soft = limit.integer("softLimit");
    OptionalInt hard = limit.integer("hardLimit");
    if (problems.refusals() == refusals && name.isPresent()) {
      given = true;
      problems.attempt(
          limit.pointer(), () -> options.ulimit(name.get(), soft.orElse(0), hard.orElse(0)));
    }
  }

  /** The driver json-file with its two limits is how logs are kept; no other one is. */
  private void readLogs(EcsObject logs) {
    Optional<String> driver = logs.text("logDriver");
    if (driver.isEmpty() || !driver.get().equals("json-file")) {
      problems.drop(
          container.pointer("logConfiguration"), "logs are kept in bounded files; see Task.logs()");
      return;
    }
    Map<String, String> given = logs.textsByKey("options");
    given.keySet().stream()
        .filter(key -> !key.equals("max-size") && !key.equals("max-file"))
        .forEach(key ->
            problems.drop(
                EcsTypes.child(logs.pointer("options"), key),
                "only max-size and max-file are known of json-file"));
    Matcher size = SIZE.matcher(given.getOrDefault("max-size", "10m"));
    Matcher files = COUNT.matcher(given.getOrDefault("max-file", "1"));
    if (!size.matches() || !files.matches()) {
      problems.refuse(
          logs.pointer("options"),
          "max-size must be such as 10m or 1g, max-file a number: " + given);
      return;
    }
    boolean gibibytes = size.group(2).equalsIgnoreCase("g");
    int mebibytes = Integer.parseInt(size.group(1)) * (gibibytes ? MIB_PER_GIB : 1);
    this.given = true;
    problems.attempt(
        logs.pointer("options"),
        () -> options.logLimit(mebibytes, Integer.parseInt(files.group())));
  }

  private void readMounts(ContainerDefinition.Builder builder) {
    for (EcsObject mount : container.objects("mountPoints", EcsFields.MOUNT_POINT)) {
      mount.require("sourceVolume");
      mount.require("containerPath");
      Optional<String> volume = mount.text("sourceVolume");
      Optional<String> path = mount.text("containerPath");
      boolean readOnly = mount.flag("readOnly", false);
      if (volume.isPresent() && path.isPresent()) {
        problems.attempt(
            mount.pointer(),
            () -> builder.mount(new Mount.VolumeMount(volume.get(), path.get(), readOnly)));
      }
    }
    Optional<EcsObject> linux = container.object("linuxParameters", EcsFields.LINUX_PARAMETERS);
    if (linux.isPresent()) {
      for (EcsObject tmpfs : linux.get().objects("tmpfs", EcsFields.TMPFS)) {
        tmpfs.require("containerPath");
        tmpfs.require("size");
        Optional<String> path = tmpfs.text("containerPath");
        OptionalInt size = tmpfs.integer("size");
        if (path.isPresent() && size.isPresent()) {
          problems.attempt(
              tmpfs.pointer(), () -> builder.mount(new Mount.Tmpfs(path.get(), size.getAsInt())));
        }
      }
    }
  }
}
