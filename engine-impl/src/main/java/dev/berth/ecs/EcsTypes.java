package dev.berth.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How JSON values are taken and named: types, integers, words of an enum, pointers (RFC 6901). */
final class EcsTypes {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final int SHOWN = 40;

  private EcsTypes() {}

  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }

  static String mismatch(String expected, JsonNode found) {
    return "expected %s, found %s".formatted(expected, described(found));
  }

  /** An integer, or a string that is one, as CloudFormation writes it. */
  static OptionalInt integer(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      return OptionalInt.of(value.intValue());
    }
    if (value.isTextual() && INTEGER.matcher(value.textValue()).matches()) {
      long number = Long.parseLong(value.textValue());
      if (number == (int) number) {
        return OptionalInt.of((int) number);
      }
    }
    return OptionalInt.empty();
  }

  /** The constant of that name in any case. */
  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String name) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The constants as ECS spells most of them: {@code host, bridge, awsvpc, none}. */
  static <E extends Enum<E>> String spellings(Class<E> type) {
    return Stream.of(type.getEnumConstants())
        .map(EcsTypes::lowerCase)
        .collect(Collectors.joining(", "));
  }

  static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a field with this value changes nothing: {@code describe-task-definition} answers many
   * fields that nobody asked for, as empty arrays or with ECS's default, which is false for every
   * flag that Berth does not support.
   */
  static boolean asksForNothing(JsonNode value) {
    if (value.isObject()) {
      return value.properties().stream()
          .map(Map.Entry::getValue)
          .allMatch(EcsTypes::asksForNothing);
    }
    return value.isNull()
        || (value.isArray() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isBoolean() && !value.booleanValue());
  }

  private static String described(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "the string \"" + shortened(value.textValue()) + "\"";
      case NUMBER -> "the number " + shortened(value.asText());
      case BOOLEAN, NULL -> value.asText();
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case BINARY, MISSING, POJO -> "no JSON value";
    };
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
