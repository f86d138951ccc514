package dev.berth.model;

import dev.berth.InvalidSpecException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The checks that the values of this package share; each message shows what, which and the value.
 */
final class Requirements {
  // Identities are made for every event, so the checks of names are loops and no patterns.
  private static final CharPredicate NAME_BEGIN = c -> isBetween(c, 'a', 'z') || isDigit(c);
  private static final CharPredicate NAME_PART =
      c -> NAME_BEGIN.test(c) || c == '_' || c == '.' || c == '-';
  private static final CharPredicate DEFINITION_NAME_BEGIN =
      c -> NAME_BEGIN.test(c) || isBetween(c, 'A', 'Z');
  private static final CharPredicate DEFINITION_NAME_PART =
      c -> DEFINITION_NAME_BEGIN.test(c) || c == '_' || c == '-';

  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");
  private static final String LABEL_PART = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";
  private static final Pattern LABEL_VALUE = Pattern.compile("(" + LABEL_PART + ")?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?" + LABEL_PART);
  private static final String LABEL_PREFIX = "dev.berth.";

  private Requirements() {}

  /** Which characters may stand somewhere. */
  @FunctionalInterface
  private interface CharPredicate {
    boolean test(char character);
  }

  private static boolean consistsOf(
      String value, int most, CharPredicate begin, CharPredicate part) {
    if (value.isEmpty() || value.length() > most || !begin.test(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      if (!part.test(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBetween(char character, char least, char most) {
    return character >= least && character <= most;
  }

  private static boolean isDigit(char character) {
    return isBetween(character, '0', '9');
  }

  /** Names of clusters, services, nodes and ports. */
  static String name(String what, String value) {
    if (!consistsOf(value, 63, NAME_BEGIN, NAME_PART)) {
      throw new InvalidSpecException(
          "%s '%s' is not a name: use 1 to 63 of a-z 0-9 _ . - and begin with a letter or digit"
              .formatted(what, value));
    }
    if (value.contains("--")) {
      throw new InvalidSpecException(
          "%s '%s' has two dashes in a row, which separate the parts of a task's name"
              .formatted(what, value));
    }
    return value;
  }

  /** Names that ECS spells: task definition families and containers. */
  static String definitionName(String what, String value) {
    if (!consistsOf(value, 255, DEFINITION_NAME_BEGIN, DEFINITION_NAME_PART)) {
      throw new InvalidSpecException(
          "%s '%s' is not a name: use 1 to 255 of A-Z a-z 0-9 _ - and begin with a letter or digit"
              .formatted(what, value));
    }
    return value;
  }

  /** Names of nodes' attributes, as ECS spells them. */
  static String attributeName(String what, String value) {
    if (!ATTRIBUTE_NAME.matcher(value).matches()) {
      throw new InvalidSpecException(
          "%s '%s' is not the name of an attribute: use 1 to 128 of A-Z a-z 0-9 _ . / \\ -"
              .formatted(what, value));
    }
    return value;
  }

  /** Keys as Kubernetes spells them, perhaps with a DNS name and a slash before. */
  static String labelKey(String what, String value) {
    if (!LABEL_KEY.matcher(value).matches()) {
      throw new InvalidSpecException(
          "%s '%s' is not a key: use 1 to 63 of A-Z a-z 0-9 _ . -, begin and end with a letter or"
                  .formatted(what, value)
              + " digit, and put at most a DNS name and a / before");
    }
    return value;
  }

  /** Values as Kubernetes allows them beside its keys. */
  static String labelValue(String what, String value) {
    if (!LABEL_VALUE.matcher(value).matches()) {
      throw new InvalidSpecException(
          "%s '%s' is not a value: use at most 63 of A-Z a-z 0-9 _ . -, and begin and end with a"
                  .formatted(what, value)
              + " letter or digit");
    }
    return value;
  }

  static int between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidSpecException(
          "%s (%d) must be between %d and %d".formatted(what, value, least, most));
    }
    return value;
  }

  static Duration between(String what, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidSpecException(
          "%s (%s) must be between %s and %s".formatted(what, value, least, most));
    }
    return value;
  }

  static void atMost(String what, int size, int most) {
    if (size > most) {
      throw new InvalidSpecException(
          "%s: %d given, at most %d allowed".formatted(what, size, most));
    }
  }

  /** Labels as a user may give them: bounded, and none with Berth's own prefix. */
  static SortedMap<String, String> labels(String what, Map<String, String> labels) {
    atMost(what, labels.size(), 64);
    for (String key : labels.keySet()) {
      if (key.startsWith(LABEL_PREFIX)) {
        throw new InvalidSpecException(
            "%s: key '%s' begins with '%s', which is reserved".formatted(what, key, LABEL_PREFIX));
      }
    }
    return texts(what, labels);
  }

  /** A sorted copy whose keys and values can all be written. */
  static SortedMap<String, String> texts(String what, Map<String, String> map) {
    map.forEach((key, value) -> {
      text(what + ": key", key);
      text("%s: value of '%s'".formatted(what, key), value);
    });
    return sorted(map);
  }

  /** Text that every encoding and every system call can take. */
  static String text(String what, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '\0') {
        throw new InvalidSpecException(
            "%s holds a NUL character at index %d: remove it".formatted(what, i));
      }
      if (isHalfAPair(value, i)) {
        throw new InvalidSpecException(
            "%s holds half a surrogate pair at index %d, which no encoding can write: remove it"
                .formatted(what, i));
      }
    }
    return value;
  }

  private static boolean isHalfAPair(String value, int index) {
    char character = value.charAt(index);
    return Character.isHighSurrogate(character)
        ? index + 1 == value.length() || !Character.isLowSurrogate(value.charAt(index + 1))
        : Character.isLowSurrogate(character)
            && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
  }

  /** The beginning of {@code text} that has at most {@code most} characters and splits no pair. */
  static String beginning(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }

  static SortedMap<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }
}
