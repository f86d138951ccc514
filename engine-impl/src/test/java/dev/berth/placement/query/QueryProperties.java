package dev.berth.placement.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Without edge cases, whose combinations would leave no tries for chance. */
class QueryProperties {
  @Property(edgeCases = EdgeCasesMode.NONE)
  void readsWhatItPrints(@ForAll("conditions") Condition condition) {
    Query query = new Query(condition);

    assertThat(Query.parse(query.toString())).isEqualTo(query).hasToString(query.toString());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void answersAsItsOppositeDoesNot(
      @ForAll("conditions") Condition condition, @ForAll("nodes") FakeNode node) {
    Query query = new Query(condition);

    assertThat(Query.parse("not (" + query + ")").matches(node)).isNotEqualTo(query.matches(node));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void refusesAnyTextInOneWay(@ForAll String text) {
    parseOrRefuse(text);
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void refusesWhatIsNearlyAQueryInOneWay(@ForAll("nearly") List<String> pieces) {
    parseOrRefuse(String.join("", pieces));
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void comparesWithAnyRegularExpressionInBoundedTime(
      @ForAll("patterns") String pattern, @ForAll("nodes") FakeNode node) {
    String expression = "attribute:b =~ '" + pattern + "'";
    try {
      Query.parse(expression).matches(node);
    } catch (QuerySyntaxException | QueryLimitException refused) {
      assertThat(refused.getMessage()).contains("regular expression");
    }
  }

  private static void parseOrRefuse(String text) {
    try {
      Query query = Query.parse(text);
      assertThat(Query.parse(query.toString())).isEqualTo(query);
    } catch (QuerySyntaxException refused) {
      assertThat(refused.position()).isBetween(0, text.length());
      assertThat(refused.getMessage()).contains("\n").contains("^ ");
    }
  }

  @Provide
  Arbitrary<List<String>> nearly() {
    return Arbitraries.oneOf(
            Arbitraries.of(
                "attribute:a",
                "attribute:",
                "task:group",
                "agentVersion",
                "registeredAt",
                " in ",
                " exists",
                "!exists",
                "==",
                "=~",
                "!~",
                "<",
                ">=",
                "!",
                "not ",
                " and ",
                " or ",
                "&&",
                "||",
                "(",
                ")",
                "[",
                "]",
                ",",
                "'",
                "\"",
                "1.2",
                "2018-02-13",
                " ",
                "(?",
                "*",
                "\\",
                "{2,",
                "x"),
            Arbitraries.strings().ascii().ofMaxLength(3))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of(
            "a",
            "b",
            ".",
            "(",
            ")",
            "(?:",
            "(?=",
            "(?<!",
            "(?>",
            "(?<n>",
            "(?i)",
            "|",
            "*",
            "+",
            "?",
            "{2}",
            "{0,3}",
            "{9,}",
            "[",
            "]",
            "[^",
            "-",
            "&&",
            "^",
            "$",
            "\\b",
            "\\1",
            "\\k<n>",
            "\\Q",
            "\\E",
            "\\p{L}",
            "\\N{DIGIT ONE}",
            "\\N{x}",
            "\\x{41}",
            "\\x{zz}",
            "\\R",
            "\\X",
            "\\G",
            "\\")
        .list()
        .ofMaxSize(14)
        .map(pieces -> String.join("", pieces));
  }

  @Provide
  Arbitrary<FakeNode> nodes() {
    Arbitrary<String> value = Arbitraries.of("a", "b", "aab", "aaaaaaaaaaaaaaaaaaaaaaab", "12");
    return Combinators.combine(
            Arbitraries.maps(Arbitraries.of("a", "b"), value),
            Arbitraries.of(true, false),
            Arbitraries.of("1.2", "1.14.5", "x").optional(),
            value.optional(),
            Arbitraries.of(Instant.parse("2018-02-13T00:00:00Z"), Instant.MAX).optional(),
            Arbitraries.integers().between(0, 3),
            value.set().ofMaxSize(2))
        .as(FakeNode::new);
  }

  @Provide
  Arbitrary<Condition> conditions() {
    return conditions(3);
  }

  private static Arbitrary<Condition> conditions(int depth) {
    if (depth == 0) {
      return comparisons();
    }
    Arbitrary<Condition> parts = Arbitraries.lazy(() -> conditions(depth - 1));
    Arbitrary<List<Condition>> several = parts.list().ofMinSize(1).ofMaxSize(3);
    return Arbitraries.oneOf(
        comparisons(),
        several.map(Condition.AllOf::of),
        several.map(Condition.AnyOf::of),
        parts.map(Condition.Not::new));
  }

  private static Arbitrary<Condition> comparisons() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
            Arbitraries.of("a", "aab", "", " ", "it's", "\"", "'\"'", "and", "[a]", "12", "-1.5"),
            Arbitraries.strings().ofMaxLength(5));
    Arbitrary<Subject> subjects =
        Arbitraries.of(
            new Subject.Attribute("a"),
            new Subject.Attribute("x/y\\z.1_-"),
            Subject.Field.EC2_INSTANCE_ID,
            Subject.Field.TASK_GROUP);
    Arbitrary<Operator> orders =
        Arbitraries.of(
            Operator.GREATER, Operator.GREATER_OR_EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL);
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.of(new Subject.Attribute("b"), Subject.Field.TASK_GROUP),
                Arbitraries.of(Operator.EXISTS, Operator.NOT_EXISTS))
            .as(Condition.Existence::new),
        Combinators.combine(subjects, Arbitraries.of(Operator.EQUAL, Operator.NOT_EQUAL), text)
            .as(Condition.Equality::new),
        Combinators.combine(
                subjects,
                Arbitraries.of(Operator.IN, Operator.NOT_IN),
                text.list().ofMinSize(1).ofMaxSize(3))
            .as(Condition.Membership::new),
        Combinators.combine(
                subjects,
                Arbitraries.of(Operator.MATCHES, Operator.NOT_MATCHES),
                Arbitraries.of("a", "a.*", "(a|b)*", "[^']+", "\\d{1,2}").map(QueryProperties::of))
            .as(Condition.Likeness::new),
        Combinators.combine(
                text.map(
                    argument -> Comparand.AttributeValue.of(new Subject.Attribute("a"), argument)),
                orders)
            .as(Condition.Order::new),
        Combinators.combine(
                Arbitraries.of(quantities()),
                Arbitraries.oneOf(orders, Arbitraries.of(Operator.EQUAL, Operator.NOT_EQUAL)))
            .as(Condition.Order::new));
  }

  private static List<Comparand> quantities() {
    return Stream.<Optional<? extends Comparand>>of(
            Comparand.AgentVersion.of("1.14.5-dev"),
            Comparand.RegisteredAt.of("2018-02-13"),
            Comparand.RegisteredAt.of("2018-02-13T01:02:03+01:00"),
            Comparand.RunningTasks.of("2"))
        .<Comparand>map(Optional::orElseThrow)
        .toList();
  }

  private static BoundedPattern of(String text) {
    try {
      return BoundedPattern.of(text);
    } catch (BoundedPattern.Refused refused) {
      throw new AssertionError(refused);
    }
  }
}
