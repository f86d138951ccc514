package dev.berth.placement.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A query as a tree; printing it gives the canonical text. */
sealed interface Condition {
  boolean matches(QuerySubject node);

  /** Whether it looks at the tasks on a node. */
  boolean dynamic();

  /** All parts hold; at least two, none of which is an {@link AllOf} itself. */
  record AllOf(List<Condition> parts) implements Condition {
    public AllOf {
      parts = List.copyOf(parts);
    }

    /** The conjunction of {@code parts}, or the only part. */
    static Condition of(List<Condition> parts) {
      List<Condition> flat = new ArrayList<>();
      parts.forEach(part -> flat.addAll(part instanceof AllOf all ? all.parts : List.of(part)));
      return flat.size() == 1 ? flat.get(0) : new AllOf(flat);
    }

    @Override
    public boolean matches(QuerySubject node) {
      for (Condition part : parts) {
        if (!part.matches(node)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean dynamic() {
      return parts.stream().anyMatch(Condition::dynamic);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(part -> part instanceof AnyOf ? "(" + part + ")" : part.toString())
          .collect(Collectors.joining(" and "));
    }
  }

  /** Any part holds; at least two, none of which is an {@link AnyOf} itself. */
  record AnyOf(List<Condition> parts) implements Condition {
    public AnyOf {
      parts = List.copyOf(parts);
    }

    /** The disjunction of {@code parts}, or the only part. */
    static Condition of(List<Condition> parts) {
      List<Condition> flat = new ArrayList<>();
      parts.forEach(part -> flat.addAll(part instanceof AnyOf any ? any.parts : List.of(part)));
      return flat.size() == 1 ? flat.get(0) : new AnyOf(flat);
    }

    @Override
    public boolean matches(QuerySubject node) {
      for (Condition part : parts) {
        if (part.matches(node)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public boolean dynamic() {
      return parts.stream().anyMatch(Condition::dynamic);
    }

    @Override
    public String toString() {
      return parts.stream().map(Condition::toString).collect(Collectors.joining(" or "));
    }
  }

  /** The part does not hold. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean matches(QuerySubject node) {
      return !part.matches(node);
    }

    @Override
    public boolean dynamic() {
      return part.dynamic();
    }

    @Override
    public String toString() {
      boolean compound = part instanceof AllOf || part instanceof AnyOf;
      return compound ? "not (" + part + ")" : "not " + part;
    }
  }

  /** The node has the subject. */
  record Existence(Subject subject, Operator operator) implements Condition {
    @Override
    public boolean matches(QuerySubject node) {
      return texts(subject, node).isEmpty() == operator.negative();
    }

    @Override
    public boolean dynamic() {
      return isDynamic(subject);
    }

    @Override
    public String toString() {
      return subject + " " + operator;
    }
  }

  /** The subject's text is the argument. */
  record Equality(Subject subject, Operator operator, String argument) implements Condition {
    @Override
    public boolean matches(QuerySubject node) {
      return texts(subject, node).contains(argument) != operator.negative();
    }

    @Override
    public boolean dynamic() {
      return isDynamic(subject);
    }

    @Override
    public String toString() {
      return subject + " " + operator + " " + Token.written(argument);
    }
  }

  /** The subject's text is one of the arguments. */
  record Membership(Subject subject, Operator operator, List<String> arguments)
      implements Condition {
    public Membership {
      arguments = List.copyOf(arguments);
    }

    @Override
    public boolean matches(QuerySubject node) {
      return Collections.disjoint(arguments, texts(subject, node)) == operator.negative();
    }

    @Override
    public boolean dynamic() {
      return isDynamic(subject);
    }

    @Override
    public String toString() {
      Stream<String> written = arguments.stream().map(Token::written);
      return subject + " " + operator + " [" + written.collect(Collectors.joining(", ")) + "]";
    }
  }

  /** The subject's text matches the pattern as a whole. */
  record Likeness(Subject subject, Operator operator, BoundedPattern pattern) implements Condition {
    @Override
    public boolean matches(QuerySubject node) {
      for (String text : texts(subject, node)) {
        if (pattern.matches(text)) {
          return !operator.negative();
        }
      }
      return operator.negative();
    }

    @Override
    public boolean dynamic() {
      return isDynamic(subject);
    }

    @Override
    public String toString() {
      return subject + " " + operator + " " + Token.written(pattern.toString());
    }
  }

  /** The subject stands in that order to the argument. */
  record Order(Comparand comparand, Operator operator) implements Condition {
    @Override
    public boolean matches(QuerySubject node) {
      OptionalInt sign = comparand.compare(node);
      if (sign.isEmpty()) {
        return operator.negative();
      }
      return switch (operator) {
        case EQUAL -> sign.getAsInt() == 0;
        case NOT_EQUAL -> sign.getAsInt() != 0;
        case GREATER -> sign.getAsInt() > 0;
        case GREATER_OR_EQUAL -> sign.getAsInt() >= 0;
        case LESS -> sign.getAsInt() < 0;
        case LESS_OR_EQUAL -> sign.getAsInt() <= 0;
        case EXISTS, NOT_EXISTS, IN, NOT_IN, MATCHES, NOT_MATCHES ->
            throw new IllegalStateException(operator + " is no order");
      };
    }

    @Override
    public boolean dynamic() {
      return isDynamic(comparand.subject());
    }

    @Override
    public String toString() {
      return comparand.subject() + " " + operator + " " + Token.written(comparand.argument());
    }
  }

  /** The texts of a subject on a node: none if it is missing, several task groups. */
  private static Collection<String> texts(Subject subject, QuerySubject node) {
    return switch (subject) {
      case Subject.Attribute attribute -> orNone(node.attribute(attribute.name()));
      case Subject.Field field ->
          switch (field) {
            case AGENT_CONNECTED -> List.of(Boolean.toString(node.agentConnected()));
            case EC2_INSTANCE_ID -> orNone(node.ec2InstanceId());
            case TASK_GROUP -> node.taskGroups();
            case AGENT_VERSION, REGISTERED_AT, RUNNING_TASKS_COUNT ->
                throw new IllegalStateException(field + " is compared by order only");
          };
    };
  }

  private static List<String> orNone(@Nullable String text) {
    return text == null ? List.of() : List.of(text);
  }

  private static boolean isDynamic(Subject subject) {
    return subject == Subject.Field.RUNNING_TASKS_COUNT || subject == Subject.Field.TASK_GROUP;
  }
}
