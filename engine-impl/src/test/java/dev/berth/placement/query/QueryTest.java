package dev.berth.placement.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
  private static final FakeNode BARE = FakeNode.bare();

  @Test
  void selectsAnInstanceType() {
    Query query = Query.parse("attribute:ecs.instance-type == t2.small");

    assertThat(query.matches(FakeNode.with("ecs.instance-type", "t2.small"))).isTrue();
    assertThat(query.matches(FakeNode.with("ecs.instance-type", "t2.smaller"))).isFalse();
    assertThat(query.matches(BARE)).isFalse();
  }

  @Test
  void selectsZonesOfAList() {
    Query query = Query.parse("attribute:ecs.availability-zone in [us-east-1a, us-east-1b]");

    assertThat(query.matches(zone("us-east-1a"))).isTrue();
    assertThat(query.matches(zone("us-east-1b"))).isTrue();
    assertThat(query.matches(zone("us-east-1c"))).isFalse();
  }

  @Test
  void selectsACompound() {
    Query query =
        Query.parse(
            "attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone !="
                + " us-east-1d");

    assertThat(query.matches(instance("g2.2xlarge", "us-east-1a"))).isTrue();
    assertThat(query.matches(instance("g2.2xlarge", "us-east-1d"))).isFalse();
    assertThat(query.matches(instance("m4.large", "us-east-1a"))).isFalse();
  }

  @Test
  void selectsNodesWithTasksOfAGroup() {
    Query query = Query.parse("task:group == service:production");

    assertThat(query.matches(BARE.running(2, "database", "service:production"))).isTrue();
    assertThat(query.matches(BARE.running(1, "database"))).isFalse();
  }

  @Test
  void selectsNodesWithoutTasksOfAGroup() {
    Query query = Query.parse("not(task:group == database)");

    assertThat(query.matches(BARE)).isTrue();
    assertThat(query.matches(BARE.running(1, "service:production"))).isTrue();
    assertThat(query.matches(BARE.running(2, "service:production", "database"))).isFalse();
  }

  @Test
  void selectsByTheNumberOfTasks() {
    assertThat(Query.parse("runningTasksCount == 1").matches(BARE.running(1, "a"))).isTrue();
    assertThat(Query.parse("runningTasksCount == 1").matches(BARE)).isFalse();
    assertThat(Query.parse("runningTasksCount < 10").matches(BARE.running(9))).isTrue();
    assertThat(Query.parse("runningTasksCount < 10").matches(BARE.running(10))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1.14.4, true",
    "1.14.5, false",
    "1.14.10, false",
    "1.9.99, true",
    "1.14, true",
    "2, false",
    "1.14.5-dev, true",
    "v1, false",
    "99999999999.1, false"
  })
  void ordersVersionsNumberByNumber(String version, boolean older) {
    assertThat(Query.parse("agentVersion < 1.14.5").matches(BARE.version(version)))
        .isEqualTo(older);
  }

  @Test
  void takesAMissingPartOfAVersionForZero() {
    assertThat(Query.parse("agentVersion == 1.14").matches(BARE.version("1.14.0"))).isTrue();
    assertThat(Query.parse("agentVersion != 1.14").matches(BARE.version("1.14.0"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "<,  2018-02-12T23:59:59.999Z, true",
    "<,  2018-02-13T00:00:00Z,     false",
    "<=, 2018-02-13T23:59:59.999Z, true",
    "<=, 2018-02-14T00:00:00Z,     false",
    ">,  2018-02-13T23:59:59.999Z, false",
    ">,  2018-02-14T00:00:00Z,     true",
    ">=, 2018-02-13T00:00:00Z,     true",
    ">=, 2018-02-12T23:59:59Z,     false",
    "==, 2018-02-13T17:00:00Z,     true",
    "!=, 2018-02-13T17:00:00Z,     false"
  })
  void takesADateForTheWholeDay(String operator, String registered, boolean matches) {
    assertThat(
            Query.parse("registeredAt " + operator + " 2018-02-13")
                .matches(BARE.registered(registered)))
        .isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2018-06-18T22:28:28+00:00",
        "2018-06-18T22:28:28Z",
        "2018-06-18T22:28:28",
        "2018-06-19T00:28:28+02:00"
      })
  void takesATimeForTheWholeSecondInUtc(String argument) {
    Query query = Query.parse("registeredAt == " + argument);

    assertThat(query.matches(BARE.registered("2018-06-18T22:28:28Z"))).isTrue();
    assertThat(query.matches(BARE.registered("2018-06-18T22:28:28.999999999Z"))).isTrue();
    assertThat(query.matches(BARE.registered("2018-06-18T22:28:29Z"))).isFalse();
    assertThat(query.matches(BARE.registered("2018-06-18T22:28:27.999Z"))).isFalse();
  }

  @Test
  void selectsInstancesById() {
    Query query = Query.parse("ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']");

    assertThat(query.matches(BARE.instance("i-wxyx7890"))).isTrue();
    assertThat(query.matches(BARE.instance("i-00000000"))).isFalse();
    assertThat(query.matches(BARE)).isFalse();
  }

  @Test
  void selectsByTheConnectionOfTheAgent() {
    assertThat(Query.parse("agentConnected == true").matches(BARE)).isTrue();
    assertThat(Query.parse("agentConnected == true").matches(BARE.disconnected())).isFalse();
    assertThat(Query.parse("agentConnected != true").matches(BARE.disconnected())).isTrue();
    assertThat(Query.parse("agentConnected in [false]").matches(BARE.disconnected())).isTrue();
    assertThat(Query.parse("agentConnected =~ f.*").matches(BARE.disconnected())).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "attribute:x == b,        false, true,  false, false",
    "attribute:x equals b,    false, true,  false, false",
    "attribute:x != b,        true,  false, true,  true",
    "attribute:x not_equals b, true, false, true,  true",
    "attribute:x > b,         false, false, true,  false",
    "attribute:x greater_than b, false, false, true, false",
    "attribute:x >= b,        false, true,  true,  false",
    "attribute:x greater_than_equal b, false, true, true, false",
    "attribute:x < b,         true,  false, false, false",
    "attribute:x less_than b, true,  false, false, false",
    "attribute:x <= b,        true,  true,  false, false",
    "attribute:x less_than_equal b, true, true, false, false",
    "attribute:x exists,      true,  true,  true,  false",
    "attribute:x !exists,     false, false, false, true",
    "attribute:x not_exists,  false, false, false, true",
    "'attribute:x in [a,c]',  true,  false, true,  false",
    "'attribute:x !in [a,c]', false, true,  false, true",
    "'attribute:x not_in [a,c]', false, true, false, true",
    "attribute:x =~ [ab],     true,  true,  false, false",
    "attribute:x matches [ab], true, true,  false, false",
    "attribute:x !~ [ab],     false, false, true,  true",
    "attribute:x not_matches [ab], false, false, true, true"
  })
  void hasEachOperatorAsSymbolAndAsWord(
      String expression, boolean a, boolean b, boolean c, boolean none) {
    // Brackets belong to lists, so a pattern that has some stands in quotes.
    Query query = Query.parse(expression.replace("[ab]", "\"[ab]\""));

    assertThat(query.matches(FakeNode.with("x", "a"))).isEqualTo(a);
    assertThat(query.matches(FakeNode.with("x", "b"))).isEqualTo(b);
    assertThat(query.matches(FakeNode.with("x", "c"))).isEqualTo(c);
    assertThat(query.matches(BARE)).isEqualTo(none);
  }

  @ParameterizedTest
  @CsvSource({
    "attribute:x > 9,     10,   true",
    "attribute:x > 9,     9.0,  false",
    "attribute:x >= 9,    9.0,  true",
    "attribute:x < 9,     -10,  true",
    "attribute:x > 9,     many, false",
    "attribute:x < 9,     many, false",
    "attribute:x < 9.5,   9.45, true",
    "attribute:x > a9,    a10,  false",
    "attribute:x == 9,    9.0,  false"
  })
  void ordersAttributesByNumberIfTheArgumentIsOne(
      String expression, String value, boolean matches) {
    assertThat(Query.parse(expression).matches(FakeNode.with("x", value))).isEqualTo(matches);
  }

  @Test
  void looksAtEveryGroupOnANode() {
    FakeNode node = BARE.running(2, "service:web", "service:db");

    assertThat(Query.parse("task:group in [service:db, x]").matches(node)).isTrue();
    assertThat(Query.parse("task:group =~ service:w.*").matches(node)).isTrue();
    assertThat(Query.parse("task:group !~ service:w.*").matches(node)).isFalse();
    assertThat(Query.parse("task:group != service:db").matches(node)).isFalse();
    assertThat(Query.parse("task:group exists").matches(node)).isTrue();
    assertThat(Query.parse("task:group !exists").matches(BARE)).isTrue();
  }

  @Test
  void answersTheOppositeForANodeThatDoesNotKnow() {
    assertThat(Query.parse("agentVersion < 2").matches(BARE)).isFalse();
    assertThat(Query.parse("agentVersion >= 2").matches(BARE)).isFalse();
    assertThat(Query.parse("agentVersion != 2").matches(BARE)).isTrue();
    assertThat(Query.parse("registeredAt > 2018-01-01").matches(BARE)).isFalse();
    assertThat(Query.parse("ec2InstanceId !in [i-1]").matches(BARE)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a exists or b exists and c exists, attribute:a exists or attribute:b exists and attribute:c"
        + " exists",
    "(a exists or b exists) and c exists, (attribute:a exists or attribute:b exists) and"
        + " attribute:c exists",
    "a exists && b exists || c exists, attribute:a exists and attribute:b exists or attribute:c"
        + " exists",
    "not a exists and b exists, not attribute:a exists and attribute:b exists",
    "!(a exists and b exists), not (attribute:a exists and attribute:b exists)",
    "!a !exists, not attribute:a !exists",
    "not not a exists, not not attribute:a exists",
    "((a exists)), attribute:a exists",
    "(a exists and b exists) and c exists, attribute:a exists and attribute:b exists and"
        + " attribute:c exists"
  })
  void bindsNotBeforeAndBeforeOr(String expression, String canonical) {
    assertThat(Query.parse(expression.replaceAll("\\b([abc]) ", "attribute:$1 ")))
        .hasToString(canonical);
  }

  @Test
  void meansWhatItsPrecedenceSays() {
    Query or = Query.parse("attribute:x == a or attribute:x == b and attribute:x == c");
    Query grouped = Query.parse("(attribute:x == a or attribute:x == b) and attribute:x == c");

    assertThat(or.matches(FakeNode.with("x", "a"))).isTrue();
    assertThat(grouped.matches(FakeNode.with("x", "a"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "attribute:x==y               | attribute:x == y",
        "attribute:x equals 'y'       | attribute:x == y",
        "attribute:x == \"two words\" | attribute:x == 'two words'",
        "attribute:x == 'it''s'       | attribute:x == \"it's\"",
        "attribute:x == 'a\"''b'      | attribute:x == \"a\"\"'b\"",
        "attribute:x == ''            | attribute:x == ''",
        "attribute:x =~ '\\d+'        | attribute:x =~ \\d+",
        "attribute:x =~ a\\.b         | attribute:x =~ a\\.b",
        "attribute:x in['a',b ,\"c\"] | attribute:x in [a, b, c]",
        "attribute:x == and           | attribute:x == and",
        "attribute:a/b\\c.d-e_f exists | attribute:a/b\\c.d-e_f exists",
        "registeredAt<2018-02-13      | registeredAt < 2018-02-13",
        "runningTasksCount==007       | runningTasksCount == 7"
      })
  void hasOneSpelling(String expression, String canonical) {
    Query query = Query.parse(expression);

    assertThat(query).hasToString(canonical);
    assertThat(Query.parse(query.toString())).isEqualTo(query).hasSameHashCodeAs(query);
  }

  @Test
  void differsFromAQueryThatAsksForSomethingElse() {
    assertThat(Query.parse("attribute:x == a")).isNotEqualTo(Query.parse("attribute:x == b"));
    assertThat(Query.parse("attribute:x =~ a")).isNotEqualTo(Query.parse("attribute:x =~ b"));
  }

  @ParameterizedTest
  @CsvSource({
    "attribute:x == a, false",
    "agentVersion > 1 and registeredAt < 2018-01-01, false",
    "attribute:x == a or not runningTasksCount < 3, true",
    "attribute:x == a and task:group == g, true",
    "task:group exists, true",
    "'task:group in [a]', true",
    "task:group =~ a, true"
  })
  void saysWhetherItDependsOnTheTasksOfANode(String expression, boolean dynamic) {
    assertThat(Query.parse(expression).dynamic()).isEqualTo(dynamic);
  }

  private static FakeNode zone(String zone) {
    return FakeNode.with("ecs.availability-zone", zone);
  }

  private static FakeNode instance(String type, String zone) {
    return new FakeNode(
        Map.of("ecs.instance-type", type, "ecs.availability-zone", zone),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Set.of());
  }
}
