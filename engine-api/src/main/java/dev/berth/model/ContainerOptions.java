package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a container is held to and how it is kept, beyond what every container has. What is left out
 * is the driver's own choice, which is never weaker than what its documentation says.
 *
 * @param user whom it runs as, {@code user}, {@code uid}, {@code user:group} or {@code uid:gid};
 *     empty: the image's
 * @param readOnlyRoot whether it may not write to its image's files
 * @param cpuLimitUnits 1,024 per vCPU: how much it may use even if more is free; 0: no limit
 * @param processLimit how many processes and threads it may have; 0: the driver's choice
 * @param ulimits each at most once
 * @param stopSignal what asks it to end, such as {@code SIGINT}; empty: the image's, or SIGTERM
 * @param logLimit how much of its output is kept
 * @param pullPolicy when its image is fetched
 */
public record ContainerOptions(
    Optional<String> user,
    boolean readOnlyRoot,
    int cpuLimitUnits,
    int processLimit,
    List<Ulimit> ulimits,
    Optional<String> stopSignal,
    Optional<LogLimit> logLimit,
    Optional<PullPolicy> pullPolicy) {
  private static final Pattern USER =
      Pattern.compile("[A-Za-z0-9_.-]{1,64}(:[A-Za-z0-9_.-]{1,64})?");
  private static final Pattern SIGNAL = Pattern.compile("SIG[A-Z0-9+-]{1,12}");

  /** The kernel's own limit on process ids. */
  private static final int MOST_PROCESSES = 4_194_304;

  /**
   * Checks the parts.
   *
   * @throws InvalidSpecException if one is out of its bounds or given twice
   */
  public ContainerOptions {
    require("user", user, USER, "write user, uid, user:group or uid:gid");
    Requirements.between("CPU limit in units", cpuLimitUnits, 0, 1 << 30);
    Requirements.between("process limit", processLimit, 0, MOST_PROCESSES);
    ulimits = List.copyOf(ulimits);
    Set<Ulimit.Name> names = EnumSet.noneOf(Ulimit.Name.class);
    for (Ulimit limit : ulimits) {
      if (!names.add(limit.name())) {
        throw new InvalidSpecException("ulimit %s is given twice".formatted(limit.name()));
      }
    }
    require("stop signal", stopSignal, SIGNAL, "write its name, such as SIGINT");
  }

  private static void require(
      String what, Optional<String> value, Pattern pattern, String expected) {
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      throw new InvalidSpecException(
          "%s '%s' is not one: %s".formatted(what, value.get(), expected));
    }
  }

  /** The names of those that are set, for messages. */
  public List<String> given() {
    List<String> given = new ArrayList<>();
    addIf(user.isPresent(), "user", given);
    addIf(readOnlyRoot, "readOnlyRoot", given);
    addIf(cpuLimitUnits > 0, "cpuLimitUnits", given);
    addIf(processLimit > 0, "processLimit", given);
    addIf(!ulimits.isEmpty(), "ulimits", given);
    addIf(stopSignal.isPresent(), "stopSignal", given);
    addIf(logLimit.isPresent(), "logLimit", given);
    addIf(pullPolicy.isPresent(), "pullPolicy", given);
    return List.copyOf(given);
  }

  private static void addIf(boolean set, String name, List<String> names) {
    if (set) {
      names.add(name);
    }
  }

  /** A builder that begins with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ContainerOptions}. */
  public static final class Builder {
    private Optional<String> user = Optional.empty();
    private boolean readOnlyRoot;
    private int cpuLimitUnits;
    private int processLimit;
    private final List<Ulimit> ulimits = new ArrayList<>();
    private Optional<String> stopSignal = Optional.empty();
    private Optional<LogLimit> logLimit = Optional.empty();
    private Optional<PullPolicy> pullPolicy = Optional.empty();

    private Builder() {}

    /** Whom it runs as: {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}. */
    public Builder user(String value) {
      user = Optional.of(value);
      return this;
    }

    /** Whether it may not write to its image's files. */
    public Builder readOnlyRoot(boolean value) {
      readOnlyRoot = value;
      return this;
    }

    /** How much CPU it may use even if more is free, 1,024 per vCPU. */
    public Builder cpuLimitUnits(int value) {
      cpuLimitUnits = value;
      return this;
    }

    /** How many processes and threads it may have. */
    public Builder processLimit(int value) {
      processLimit = value;
      return this;
    }

    /** Adds a limit for each of its processes. */
    public Builder ulimit(Ulimit.Name name, long soft, long hard) {
      ulimits.add(new Ulimit(name, soft, hard));
      return this;
    }

    /** What asks it to end, such as {@code SIGINT}. */
    public Builder stopSignal(String value) {
      stopSignal = Optional.of(value);
      return this;
    }

    /** How much of its output is kept: so many files of so many MiB. */
    public Builder logLimit(int fileMiB, int files) {
      logLimit = Optional.of(new LogLimit(fileMiB, files));
      return this;
    }

    /** When its image is fetched. */
    public Builder pullPolicy(PullPolicy value) {
      pullPolicy = Optional.of(value);
      return this;
    }

    /**
     * Checks the parts.
     *
     * @throws InvalidSpecException if one is out of its bounds or given twice
     */
    public ContainerOptions build() {
      return new ContainerOptions(
          user,
          readOnlyRoot,
          cpuLimitUnits,
          processLimit,
          ulimits,
          stopSignal,
          logLimit,
          pullPolicy);
    }
  }
}
