package dev.berth.examples.journal;

import dev.berth.event.Event;
import dev.berth.journal.RecordedEvent;
import dev.berth.model.ContainerDefinition;
import dev.berth.model.ContainerExit;
import dev.berth.model.NodeId;
import dev.berth.model.PortBinding;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskId;
import dev.berth.view.PlacementExplanation;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One event as a line: number, time, epoch, type, what it is about, and the rest. An event is a
 * record, so what it says is found in its components, and one that comes later has its line too.
 */
final class EventLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final int digits;

  /** Lines of a journal whose numbers have up to {@code last}'s digits. */
  EventLine(long last) {
    digits = Math.max(4, grouped(last).length());
  }

  String heading() {
    return String.format(
        Locale.ROOT,
        "%" + digits + "s  %-23s  %5s  %-24s  %s",
        "event",
        "time (UTC)",
        "epoch",
        "type",
        "what");
  }

  String of(RecordedEvent recorded) {
    return String.format(
            Locale.ROOT,
            "%" + digits + "s  %s  %5d  %-24s  %s",
            grouped(recorded.sequence()),
            time(recorded.time()),
            recorded.epoch(),
            recorded.event().getClass().getSimpleName(),
            what(recorded.event()))
        .stripTrailing();
  }

  static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String time(Instant time) {
    return TIME.format(time);
  }

  /** What it is about comes first and needs no name; an empty text says nothing. */
  private static String what(Event event) {
    List<String> words = new ArrayList<>();
    for (RecordComponent component : event.getClass().getRecordComponents()) {
      Object value = value(event, component);
      String text = text(value);
      if (words.isEmpty() || saysItself(value)) {
        words.add(text);
      } else if (!text.isEmpty()) {
        words.add(words(component.getName()) + " " + text);
      }
    }
    return words.stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
  }

  private static boolean saysItself(Object value) {
    return value instanceof ServiceSpec
        || value instanceof PlacementExplanation
        || value instanceof ContainerExit;
  }

  private static String text(Object value) {
    return switch (value) {
      case TaskId task -> task.toString();
      case ServiceId service -> service.toString();
      case NodeId node -> node.toString();
      case ServiceSpec spec ->
          "%d x %s, %d to %d %% of them"
              .formatted(
                  spec.desiredCount(),
                  spec.taskDefinition(),
                  spec.minimumHealthyPercent(),
                  spec.maximumPercent());
      case TaskDefinition definition -> definition.id() + ": " + containers(definition);
      case PlacementExplanation explanation -> explanation.message();
      case PortBinding port -> "%s %s".formatted(port.name(), port.authority());
      case Instant time -> time(time);
      case Enum<?> constant -> constant.name();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + "=" + entry.getValue())
              .collect(Collectors.joining(" "));
      case Collection<?> all ->
          all.stream().map(EventLine::text).collect(Collectors.joining(" and "));
      // One line is one event, whatever a driver or a user wrote.
      default -> value.toString().replaceAll("\\R+", " ").strip();
    };
  }

  private static String containers(TaskDefinition definition) {
    return definition.containers().stream()
        .map(EventLine::container)
        .collect(Collectors.joining("; "));
  }

  private static String container(ContainerDefinition container) {
    String command = String.join(" ", container.command());
    return "%s = %s%s"
        .formatted(
            container.name(),
            container.image().map(image -> image + " ").orElse(""),
            command.length() > 60 ? command.substring(0, 57) + "..." : command);
  }

  /** {@code taskDefinition}: task definition. */
  private static String words(String name) {
    return name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }

  private static Object value(Event event, RecordComponent component) {
    try {
      return component.getAccessor().invoke(event);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component + " cannot be read", e);
    }
  }
}
