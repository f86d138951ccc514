package dev.berth.placement.query;

import java.lang.module.ModuleDescriptor;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A subject and the argument that its value on a node is ordered against. */
sealed interface Comparand {
  Subject subject();

  /** As it was written. */
  String argument();

  /** The sign of the node's value against the argument; empty if the two have no order. */
  OptionalInt compare(QuerySubject node);

  /** An attribute, by number if the argument is one and else by text. */
  record AttributeValue(Subject.Attribute subject, String argument, Optional<BigDecimal> number)
      implements Comparand {
    /** Without an exponent and bounded, so that comparing costs next to nothing. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,40}(\\.[0-9]{1,40})?");

    static AttributeValue of(Subject.Attribute subject, String argument) {
      return new AttributeValue(subject, argument, number(argument));
    }

    @Override
    public OptionalInt compare(QuerySubject node) {
      String value = node.attribute(subject.name());
      if (value == null) {
        return OptionalInt.empty();
      }
      if (number.isEmpty()) {
        return OptionalInt.of(value.compareTo(argument));
      }
      Optional<BigDecimal> found = number(value);
      return found.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(found.get().compareTo(number.get()));
    }

    private static Optional<BigDecimal> number(String text) {
      return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
  }

  /** The agent's version; the JDK has an order of versions that fits. */
  record AgentVersion(String argument, ModuleDescriptor.Version version) implements Comparand {
    static final String EXPECTED = "a version such as 1.14.5";

    /** The JDK's own reading of numbers overflows unnoticed, so their digits are counted here. */
    private static final Pattern VERSION =
        Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,9}([-+][0-9A-Za-z.]{1,40})?");

    private static final Pattern LONG_NUMBER = Pattern.compile(".*[0-9]{10}.*");

    static Optional<AgentVersion> of(String argument) {
      return version(argument).map(version -> new AgentVersion(argument, version));
    }

    @Override
    public Subject subject() {
      return Subject.Field.AGENT_VERSION;
    }

    @Override
    public OptionalInt compare(QuerySubject node) {
      String text = node.agentVersion();
      if (text == null) {
        return OptionalInt.empty();
      }
      Optional<ModuleDescriptor.Version> found = version(text);
      return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get().compareTo(version));
    }

    private static Optional<ModuleDescriptor.Version> version(String text) {
      if (!VERSION.matcher(text).matches() || LONG_NUMBER.matcher(text).matches()) {
        return Optional.empty();
      }
      try {
        return Optional.of(ModuleDescriptor.Version.parse(text));
      } catch (IllegalArgumentException none) {
        return Optional.empty();
      }
    }
  }

  /** The time of registration; a date is the whole day, a time the whole second. */
  record RegisteredAt(String argument, Instant from, Instant until) implements Comparand {
    static final String EXPECTED =
        "a date such as 2018-06-18, 2018-06-18T22:28:28 or 2018-06-18T22:28:28+00:00";

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile(DAY + "T[0-9]{2}:[0-9]{2}:[0-9]{2}");
    private static final Pattern OFFSET = Pattern.compile(TIME + "(Z|[+-][0-9]{2}:[0-9]{2})");

    static Optional<RegisteredAt> of(String argument) {
      try {
        return read(argument);
      } catch (DateTimeException noSuchDay) {
        return Optional.empty();
      }
    }

    private static Optional<RegisteredAt> read(String argument) {
      if (DAY.matcher(argument).matches()) {
        Instant start = LocalDate.parse(argument).atStartOfDay().toInstant(ZoneOffset.UTC);
        return Optional.of(new RegisteredAt(argument, start, start.plus(1, ChronoUnit.DAYS)));
      }
      if (TIME.matcher(argument).matches()) {
        return second(argument, LocalDateTime.parse(argument).toInstant(ZoneOffset.UTC));
      }
      return OFFSET.matcher(argument).matches()
          ? second(argument, OffsetDateTime.parse(argument).toInstant())
          : Optional.empty();
    }

    private static Optional<RegisteredAt> second(String argument, Instant start) {
      return Optional.of(new RegisteredAt(argument, start, start.plusSeconds(1)));
    }

    @Override
    public Subject subject() {
      return Subject.Field.REGISTERED_AT;
    }

    @Override
    public OptionalInt compare(QuerySubject node) {
      Instant registered = node.registeredAt();
      if (registered == null) {
        return OptionalInt.empty();
      }
      if (registered.isBefore(from)) {
        return OptionalInt.of(-1);
      }
      return OptionalInt.of(registered.isBefore(until) ? 0 : 1);
    }
  }

  /** The number of running tasks. */
  record RunningTasks(int count) implements Comparand {
    static final String EXPECTED = "a whole number from 0 to 999999999";

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    static Optional<RunningTasks> of(String argument) {
      return COUNT.matcher(argument).matches()
          ? Optional.of(new RunningTasks(Integer.parseInt(argument)))
          : Optional.empty();
    }

    @Override
    public Subject subject() {
      return Subject.Field.RUNNING_TASKS_COUNT;
    }

    @Override
    public String argument() {
      return Integer.toString(count);
    }

    @Override
    public OptionalInt compare(QuerySubject node) {
      return OptionalInt.of(Integer.compare(node.runningTasksCount(), count));
    }
  }
}
