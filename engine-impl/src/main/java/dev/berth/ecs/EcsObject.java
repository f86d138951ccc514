package dev.berth.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One JSON object of an ECS file, read by the names of its fields. Unknown and unsupported fields
 * are reported when it is made; a wrong type is reported when its field is asked for, which then
 * counts as absent. A field that is null is absent.
 */
final class EcsObject {
  private record Field(String pointer, JsonNode value) {}

  private final String pointer;
  private final EcsFields known;
  private final EcsProblems problems;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private EcsObject(String pointer, EcsFields known, EcsProblems problems) {
    this.pointer = pointer;
    this.known = known;
    this.problems = problems;
  }

  static Optional<EcsObject> of(
      JsonNode node, String pointer, EcsFields known, EcsProblems problems) {
    if (!node.isObject()) {
      problems.refuse(pointer, EcsTypes.mismatch("an object", node));
      return Optional.empty();
    }
    EcsObject object = new EcsObject(pointer, known, problems);
    node.properties().forEach(field -> object.add(field.getKey(), field.getValue()));
    return Optional.of(object);
  }

  private void add(String spelling, JsonNode value) {
    String at = EcsTypes.child(pointer, spelling);
    Optional<String> name = known.nameOf(spelling);
    if (name.isEmpty()) {
      problems.drop(at, known.what() + " has no such field");
      return;
    }
    Field twin = fields.putIfAbsent(name.get(), new Field(at, value));
    if (twin != null) {
      problems.refuse(at, "is given twice: " + twin.pointer() + " is the same field");
    }
    known
        .whyUnsupported(name.get())
        .filter(reason -> !EcsTypes.asksForNothing(value))
        .ifPresent(reason -> problems.drop(at, reason));
  }

  /** Where the object stands. */
  String pointer() {
    return pointer;
  }

  /** Where the field stands, or would stand. */
  String pointer(String name) {
    Field field = fields.get(name);
    return field == null ? EcsTypes.child(pointer, name) : field.pointer();
  }

  Optional<JsonNode> value(String name) {
    Field field = fields.get(name);
    return field == null || field.value().isNull() ? Optional.empty() : Optional.of(field.value());
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  /** Reports the field as missing unless it is there. */
  void require(String name) {
    if (!has(name)) {
      problems.refuse(pointer, name + " is missing");
    }
  }

  Optional<String> text(String name) {
    return value(name).flatMap(value -> text(pointer(name), value));
  }

  OptionalInt integer(String name) {
    Optional<JsonNode> value = value(name);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt integer = EcsTypes.integer(value.get());
    if (integer.isEmpty()) {
      problems.refuse(pointer(name), EcsTypes.mismatch("an integer", value.get()));
    }
    return integer;
  }

  boolean flag(String name, boolean absent) {
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isBoolean()) {
      problems.refuse(pointer(name), EcsTypes.mismatch("true or false", value.get()));
    }
    return value.map(JsonNode::asBoolean).orElse(absent);
  }

  Optional<EcsObject> object(String name, EcsFields fieldsOfIt) {
    return value(name).flatMap(value -> of(value, pointer(name), fieldsOfIt, problems));
  }

  List<EcsObject> objects(String name, EcsFields fieldsOfEach) {
    List<EcsObject> objects = new ArrayList<>();
    elements(name)
        .forEach((at, node) -> of(node, at, fieldsOfEach, problems).ifPresent(objects::add));
    return objects;
  }

  List<String> texts(String name) {
    return List.copyOf(textsByPointer(name).values());
  }

  /** The strings of an array, by their pointers. */
  Map<String, String> textsByPointer(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    elements(name)
        .forEach((at, node) -> text(at, node).ifPresent(element -> texts.put(at, element)));
    return texts;
  }

  /** An object whose values are strings, by key. */
  Map<String, String> textsByKey(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isObject()) {
      problems.refuse(pointer(name), EcsTypes.mismatch("an object", value.get()));
    } else if (value.isPresent()) {
      for (Map.Entry<String, JsonNode> field : value.get().properties()) {
        text(EcsTypes.child(pointer(name), field.getKey()), field.getValue())
            .ifPresent(text -> texts.put(field.getKey(), text));
      }
    }
    return texts;
  }

  /** An array of pairs such as {@code {"name": "A", "value": "1"}}; no key may come twice. */
  Map<String, String> pairs(String name, String keyName, EcsFields fieldsOfEach) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (EcsObject pair : objects(name, fieldsOfEach)) {
      pair.require(keyName);
      pair.require("value");
      Optional<String> key = pair.text(keyName);
      Optional<String> value = pair.text("value");
      if (key.isPresent() && pairs.putIfAbsent(key.get(), value.orElse("")) != null) {
        problems.refuse(pair.pointer(keyName), "'" + key.get() + "' is given twice");
      }
    }
    return pairs;
  }

  /** The elements of an array, by their pointers. */
  private Map<String, JsonNode> elements(String name) {
    Map<String, JsonNode> elements = new LinkedHashMap<>();
    Optional<JsonNode> value = value(name);
    if (value.isPresent() && !value.get().isArray()) {
      problems.refuse(pointer(name), EcsTypes.mismatch("an array", value.get()));
    } else if (value.isPresent()) {
      for (JsonNode element : value.get()) {
        elements.put(EcsTypes.child(pointer(name), String.valueOf(elements.size())), element);
      }
    }
    return elements;
  }

  private Optional<String> text(String at, JsonNode value) {
    if (!value.isTextual()) {
      problems.refuse(at, EcsTypes.mismatch("a string", value));
      return Optional.empty();
    }
    return Optional.of(value.textValue());
  }
}
