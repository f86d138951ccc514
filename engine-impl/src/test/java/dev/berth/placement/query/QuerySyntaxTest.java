package dev.berth.placement.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuerySyntaxTest {
  private static final String ALL = "==, !=, >, >=, <, <=, exists, !exists, in, !in, =~, !~";
  private static final String ARGUMENT =
      "expected an argument (in quotes if it holds spaces or any of ()[],=!<>&|~), found ";
  private static final String SUBJECTS =
      "attribute:NAME, agentConnected, agentVersion, ec2InstanceId, registeredAt,"
          + " runningTasksCount, task:group";

  @Test
  void showsWhereAnOperatorIsMissing() {
    refused(
        "attribute:zone = eu-1a",
        "attribute:zone = eu-1a",
        "               ^ expected an operator (" + ALL + "), found '='");
    refused(
        "attribute:zone",
        "attribute:zone",
        "              ^ expected an operator (" + ALL + "), found the end");
    refused(
        "attribute:zone eu-1a",
        "attribute:zone eu-1a",
        "               ^ expected an operator (" + ALL + "), found 'eu-1a'");
    refused(
        "attribute:zone '=='",
        "attribute:zone '=='",
        "               ^ expected an operator (" + ALL + "), found '=='");
    refused(
        "attribute:zone ! 'in' [a]",
        "attribute:zone ! 'in' [a]",
        "               ^ expected an operator (" + ALL + "), found '!'");
  }

  @Test
  void showsWhichOperatorsASubjectHas() {
    refused(
        "agentVersion =~ 1.*",
        "agentVersion =~ 1.*",
        "             ^ expected an operator (==, !=, >, >=, <, <=), for agentVersion has no '=~'");
    refused(
        "task:group < a",
        "task:group < a",
        "           ^ expected an operator (==, !=, in, !in, =~, !~, exists, !exists), for"
            + " task:group has no '<'");
    refused(
        "agentConnected not_exists",
        "agentConnected not_exists",
        "               ^ expected an operator (==, !=, in, !in, =~, !~), for agentConnected has"
            + " no 'not_exists'");
  }

  @Test
  void showsWhereASubjectIsWrong() {
    refused("", "", "^ expected a subject (" + SUBJECTS + "), found the end");
    refused("   ", "   ", "   ^ expected a subject (" + SUBJECTS + "), found the end");
    refused(
        "attribute:a exists and zone == a",
        "attribute:a exists and zone == a",
        "                       ^ no subject is called 'zone', only " + SUBJECTS);
    refused(
        "'attribute:a' exists",
        "'attribute:a' exists",
        "^ expected a subject (" + SUBJECTS + "), found 'attribute:a'");
    refused(
        "attribute: exists",
        "attribute: exists",
        "          ^ expected the name of an attribute (1 to 128 of A-Z a-z 0-9 _ . / \\ -), found"
            + " ''");
    refused(
        "attribute:a@b exists",
        "attribute:a@b exists",
        "          ^ expected the name of an attribute (1 to 128 of A-Z a-z 0-9 _ . / \\ -), found"
            + " 'a@b'");
  }

  @Test
  void showsWhereAnArgumentIsWrong() {
    refused("attribute:a ==", "attribute:a ==", "              ^ " + ARGUMENT + "the end");
    refused("attribute:a =~ (b|c)", "attribute:a =~ (b|c)", "               ^ " + ARGUMENT + "'('");
    refused(
        "attribute:a in b",
        "attribute:a in b",
        "               ^ expected a list of arguments such as [a, b], found 'b'");
    refused("attribute:a in []", "attribute:a in []", "                ^ " + ARGUMENT + "']'");
    refused(
        "attribute:a in [b c]",
        "attribute:a in [b c]",
        "                  ^ expected ',' or ']', found 'c'");
    refused(
        "agentConnected == yes",
        "agentConnected == yes",
        "                  ^ expected true or false, found 'yes'");
    refused(
        "runningTasksCount > -1",
        "runningTasksCount > -1",
        "                    ^ expected a whole number from 0 to 999999999, found '-1'");
    refused(
        "agentVersion > latest",
        "agentVersion > latest",
        "               ^ expected a version such as 1.14.5, found 'latest'");
    refused(
        "attribute:a == 'b", "attribute:a == 'b", "               ^ this quote is never closed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1d", "2018-02-30", "2018", "2018-02-13T25:00:00", "2018-02-13T10:00", "18-02-13"})
  void readsNoDateThatIsNone(String date) {
    refused(
        "registeredAt < " + date,
        "registeredAt < " + date,
        "               ^ expected a date such as 2018-06-18, 2018-06-18T22:28:28 or"
            + " 2018-06-18T22:28:28+00:00, found '"
            + date
            + "'");
  }

  @Test
  void showsWhereACompoundIsWrong() {
    refused(
        "(attribute:a exists",
        "(attribute:a exists",
        "                   ^ expected 'and', 'or' or ')', found the end");
    refused(
        "attribute:a exists)",
        "attribute:a exists)",
        "                  ^ expected 'and', 'or' or the end, found ')'");
    refused(
        "attribute:a exists AND attribute:b exists",
        "attribute:a exists AND attribute:b exists",
        "                   ^ expected 'and', 'or' or the end, found 'AND'");
    refused(
        "attribute:a exists & attribute:b exists",
        "attribute:a exists & attribute:b exists",
        "                   ^ expected 'and', 'or' or the end, found '&'");
    refused(
        "attribute:a exists and",
        "attribute:a exists and",
        "                      ^ expected a subject (" + SUBJECTS + "), found the end");
  }

  @Test
  void showsWhereARegularExpressionIsWrong() {
    refused(
        "attribute:a =~ 'x(y'",
        "attribute:a =~ 'x(y'",
        "                   ^ no regular expression of Java's: Unclosed group");
    refused(
        "attribute:a =~ '''''(*'",
        "attribute:a =~ '''''(*'",
        "                     ^ no regular expression of Java's: Dangling meta character '*'");
    refused(
        "attribute:a =~ *",
        "attribute:a =~ *",
        "               ^ no regular expression of Java's: Dangling meta character '*'");
    refused(
        "attribute:a =~ 'a(?x)b'",
        "attribute:a =~ 'a(?x)b'",
        "                   ^ flag x (comments) is not supported in regular expressions of queries");
  }

  @Test
  void keepsTheCaretUnderItsPlaceWhateverStandsBefore() {
    refused(
        "attribute:a\n==\t'\ud83d\udea2' =",
        "attribute:a == '\ud83d\udea2' =",
        "                   ^ expected 'and', 'or' or the end, found '='");
  }

  @Test
  void showsTheSurroundingsInALongExpression() {
    String half = "attribute:a exists or ".repeat(20);
    QuerySyntaxException refusal = refusal(half + "nonsense or " + half + "attribute:a exists");

    String[] lines = refusal.getMessage().split("\n");
    assertThat(lines[0]).hasSize(146).startsWith("...").endsWith("...");
    assertThat(lines[1]).startsWith(" ".repeat(73) + "^ no subject is called 'nonsense'");
    assertThat(lines[0].substring(73)).startsWith("nonsense or attribute:a");
    assertThat(refusal.position()).isEqualTo(half.length());
  }

  @Test
  void readsTwoThousandCharactersAndNoMore() {
    String expression = "attribute:a == ";
    String longest = expression + "x".repeat(Query.MAXIMUM_LENGTH - expression.length());

    assertThat(Query.parse(longest)).hasToString(longest);
    assertThatThrownBy(() -> Query.parse(longest + "x"))
        .isInstanceOf(QuerySyntaxException.class)
        .hasMessageContaining(
            "the expression has 2001 characters, at most 2000 are allowed: shorten it");
  }

  @Test
  void nestsAHundredDeepAndNoMore() {
    String deepest = "(".repeat(100) + "attribute:a exists" + ")".repeat(100);

    assertThat(Query.parse(deepest)).hasToString("attribute:a exists");
    assertThat(refusal("(" + deepest + ")"))
        .hasMessageContaining("parentheses and 'not' are nested more than 100 deep");
    assertThat(refusal("!".repeat(1_900) + "attribute:a exists"))
        .hasMessageContaining("nested more than 100 deep");
  }

  private static void refused(String expression, String shown, String caret) {
    assertThat(refusal(expression)).hasMessage(shown + "\n" + caret);
  }

  private static QuerySyntaxException refusal(String expression) {
    return catchThrowableOfType(QuerySyntaxException.class, () -> Query.parse(expression));
  }
}
