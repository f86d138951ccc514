package dev.berth.placement.query;

import static dev.berth.placement.query.Operator.EQUAL;
import static dev.berth.placement.query.Operator.EXISTS;
import static dev.berth.placement.query.Operator.GREATER;
import static dev.berth.placement.query.Operator.GREATER_OR_EQUAL;
import static dev.berth.placement.query.Operator.IN;
import static dev.berth.placement.query.Operator.LESS;
import static dev.berth.placement.query.Operator.LESS_OR_EQUAL;
import static dev.berth.placement.query.Operator.MATCHES;
import static dev.berth.placement.query.Operator.NOT_EQUAL;
import static dev.berth.placement.query.Operator.NOT_EXISTS;
import static dev.berth.placement.query.Operator.NOT_IN;
import static dev.berth.placement.query.Operator.NOT_MATCHES;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a node a comparison looks at; which operators it takes is ECS's rule. */
sealed interface Subject {
  String ATTRIBUTE_PREFIX = "attribute:";

  /** The operators it can stand before, in the order that messages name them. */
  List<Operator> operators();

  /** One attribute by name. */
  record Attribute(String name) implements Subject {
    @Override
    public List<Operator> operators() {
      return List.of(Operator.values());
    }

    @Override
    public String toString() {
      return ATTRIBUTE_PREFIX + name;
    }
  }

  /** What ECS knows of every node. */
  enum Field implements Subject {
    AGENT_CONNECTED("agentConnected", EQUAL, NOT_EQUAL, IN, NOT_IN, MATCHES, NOT_MATCHES),
    AGENT_VERSION("agentVersion", EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL),
    EC2_INSTANCE_ID("ec2InstanceId", EQUAL, NOT_EQUAL, IN, NOT_IN, MATCHES, NOT_MATCHES),
    REGISTERED_AT("registeredAt", EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL),
    RUNNING_TASKS_COUNT(
        "runningTasksCount", EQUAL, NOT_EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL),
    TASK_GROUP(
        "task:group", EQUAL, NOT_EQUAL, IN, NOT_IN, MATCHES, NOT_MATCHES, EXISTS, NOT_EXISTS);

    private final String text;
    private final List<Operator> operators;

    Field(String text, Operator... operators) {
      this.text = text;
      this.operators = List.of(operators);
    }

    /** The field of that name. */
    static Optional<Field> of(String text) {
      return Stream.of(values()).filter(field -> field.text.equals(text)).findFirst();
    }

    @Override
    public List<Operator> operators() {
      return operators;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
