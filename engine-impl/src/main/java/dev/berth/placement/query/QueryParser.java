package dev.berth.placement.query;

import dev.berth.placement.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parser of the cluster query language, by recursive descent:
 *
 * <pre>
 * any        := all (("or" | "||") all)*
 * all        := one (("and" | "&amp;&amp;") one)*
 * one        := ("not" | "!") one | "(" any ")" | comparison
 * comparison := subject operator [argument | "[" argument ("," argument)* "]"]
 * </pre>
 *
 * <p>Written by hand and not generated, because what it says about a wrong expression is the point:
 * users meet it only then.
 */
final class QueryParser {
  /** What ECS allows in the name of an attribute. */
  private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_./\\\\-]{1,128}");

  private final String expression;
  private List<Token> tokens = List.of();
  private int next;
  private int depth;

  QueryParser(String expression) {
    this.expression = expression;
  }

  Query parse() {
    if (expression.length() > Query.MAXIMUM_LENGTH) {
      throw new QuerySyntaxException(
          expression,
          Query.MAXIMUM_LENGTH,
          "the expression has %d characters, at most %d are allowed: shorten it, or split it into"
                  .formatted(expression.length(), Query.MAXIMUM_LENGTH)
              + " several constraints");
    }
    tokens = Lexer.tokens(expression);
    Condition root = any();
    if (peek().kind() != Kind.END) {
      throw unexpected("'and', 'or' or the end");
    }
    return new Query(root);
  }

  private Condition any() {
    List<Condition> parts = new ArrayList<>(List.of(all()));
    while (skip("or") || skip("||")) {
      parts.add(all());
    }
    return Condition.AnyOf.of(parts);
  }

  private Condition all() {
    List<Condition> parts = new ArrayList<>(List.of(one()));
    while (skip("and") || skip("&&")) {
      parts.add(one());
    }
    return Condition.AllOf.of(parts);
  }

  private Condition one() {
    Token first = peek();
    if (!first.is("(") && !first.is("not") && !first.is("!")) {
      return comparison();
    }
    next++;
    if (++depth > Query.MAXIMUM_DEPTH) {
      throw problem(
          first,
          "parentheses and 'not' are nested more than %d deep".formatted(Query.MAXIMUM_DEPTH));
    }
    Condition inner = first.is("(") ? any() : new Condition.Not(one());
    if (first.is("(") && !skip(")")) {
      throw unexpected("'and', 'or' or ')'");
    }
    depth--;
    return inner;
  }

  private Condition comparison() {
    Subject subject = subject();
    Operator operator = operator(subject);
    return switch (operator) {
      case EXISTS, NOT_EXISTS -> new Condition.Existence(subject, operator);
      case IN, NOT_IN -> new Condition.Membership(subject, operator, arguments(subject));
      case MATCHES, NOT_MATCHES -> new Condition.Likeness(subject, operator, pattern());
      case EQUAL, NOT_EQUAL -> equality(subject, operator);
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL ->
          new Condition.Order(comparand(subject), operator);
    };
  }

  private Subject subject() {
    Token token = peek();
    if (token.kind() != Kind.WORD) {
      throw unexpected("a subject (%s)".formatted(subjects()));
    }
    next++;
    if (token.text().startsWith(Subject.ATTRIBUTE_PREFIX)) {
      String name = token.text().substring(Subject.ATTRIBUTE_PREFIX.length());
      if (!ATTRIBUTE_NAME.matcher(name).matches()) {
        throw new QuerySyntaxException(
            expression,
            token.positionOf(Subject.ATTRIBUTE_PREFIX.length()),
            "expected the name of an attribute (1 to 128 of A-Z a-z 0-9 _ . / \\ -), found '%s'"
                .formatted(name));
      }
      return new Subject.Attribute(name);
    }
    Optional<Subject.Field> field = Subject.Field.of(token.text());
    return field.orElseThrow(() ->
        problem(token, "no subject is called '%s', only %s".formatted(token.text(), subjects())));
  }

  private static String subjects() {
    return "attribute:NAME, "
        + Stream.of(Subject.Field.values())
            .map(Subject.Field::toString)
            .collect(Collectors.joining(", "));
  }

  private Operator operator(Subject subject) {
    Token token = peek();
    boolean negated = token.is("!") && tokens.get(next + 1).kind() == Kind.WORD;
    String text = negated ? "!" + tokens.get(next + 1).text() : token.text();
    Optional<Operator> operator =
        token.kind() == Kind.WORD || token.kind() == Kind.SYMBOL
            ? Operator.of(text)
            : Optional.empty();
    String expected = "an operator (%s)".formatted(listed(subject.operators()));
    if (operator.isEmpty()) {
      throw unexpected(expected);
    }
    if (!subject.operators().contains(operator.get())) {
      throw problem(token, "expected %s, for %s has no '%s'".formatted(expected, subject, text));
    }
    next += negated ? 2 : 1;
    return operator.get();
  }

  private static String listed(List<Operator> operators) {
    return operators.stream().map(Operator::toString).collect(Collectors.joining(", "));
  }

  private Condition equality(Subject subject, Operator operator) {
    boolean ordered =
        subject == Subject.Field.AGENT_VERSION
            || subject == Subject.Field.REGISTERED_AT
            || subject == Subject.Field.RUNNING_TASKS_COUNT;
    return ordered
        ? new Condition.Order(comparand(subject), operator)
        : new Condition.Equality(subject, operator, text(subject));
  }

  private Comparand comparand(Subject subject) {
    Token token = argument();
    return switch (subject) {
      case Subject.Attribute attribute -> Comparand.AttributeValue.of(attribute, token.text());
      case Subject.Field field ->
          switch (field) {
            case AGENT_VERSION ->
                read(
                    token,
                    Comparand.AgentVersion.of(token.text()),
                    Comparand.AgentVersion.EXPECTED);
            case REGISTERED_AT ->
                read(
                    token,
                    Comparand.RegisteredAt.of(token.text()),
                    Comparand.RegisteredAt.EXPECTED);
            case RUNNING_TASKS_COUNT ->
                read(
                    token,
                    Comparand.RunningTasks.of(token.text()),
                    Comparand.RunningTasks.EXPECTED);
            case AGENT_CONNECTED, EC2_INSTANCE_ID, TASK_GROUP ->
                throw new IllegalStateException(field + " has no order");
          };
    };
  }

  private <T> T read(Token token, Optional<T> value, String expected) {
    return value.orElseThrow(
        () -> problem(token, "expected %s, found %s".formatted(expected, token.described())));
  }

  private List<String> arguments(Subject subject) {
    if (!skip("[")) {
      throw unexpected("a list of arguments such as [a, b]");
    }
    List<String> arguments = new ArrayList<>(List.of(text(subject)));
    while (skip(",")) {
      arguments.add(text(subject));
    }
    if (!skip("]")) {
      throw unexpected("',' or ']'");
    }
    return arguments;
  }

  private String text(Subject subject) {
    Token token = argument();
    boolean truth = token.text().equals("true") || token.text().equals("false");
    if (subject == Subject.Field.AGENT_CONNECTED && !truth) {
      throw problem(token, "expected true or false, found %s".formatted(token.described()));
    }
    return token.text();
  }

  private BoundedPattern pattern() {
    Token token = argument();
    try {
      return BoundedPattern.of(token.text());
    } catch (BoundedPattern.Refused refused) {
      throw new QuerySyntaxException(
          expression, token.positionOf(refused.index()), refused.reason());
    }
  }

  private Token argument() {
    Token token = peek();
    if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
      throw unexpected("an argument (in quotes if it holds spaces or any of ()[],=!<>&|~)");
    }
    next++;
    return token;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private boolean skip(String text) {
    if (!peek().is(text)) {
      return false;
    }
    next++;
    return true;
  }

  private QuerySyntaxException unexpected(String expected) {
    return problem(peek(), "expected %s, found %s".formatted(expected, peek().described()));
  }

  private QuerySyntaxException problem(Token token, String problem) {
    return new QuerySyntaxException(expression, token.position(), problem);
  }
}
