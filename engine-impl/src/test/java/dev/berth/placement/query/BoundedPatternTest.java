package dev.berth.placement.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedPatternTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "g2.* g2.xlarge true",
        "g2.* xg2.xlarge false",
        "g2 g2.xlarge false",
        "(?i)EU-.* eu-1a true",
        "(t2|t3|m5)\\.(small|medium|large) t3.medium true",
        "(?<a>x)y\\k<a> xyx true",
        "[^]a]+ bc true",
        "[a-c&&[^b]]* ac true",
        "\\Qa|b\\E a|b true",
        "(?=eu).*(?<!b) eu-1a true",
        "a{2,3} aaa true",
        "\\p{L}+\\x{41}\\cA*\\0101 abcAA true",
        "(?:a|b)*+c ababc true",
        "\\bfoo\\b foo true"
      })
  void matchesTheWholeValueAsJavaDoes(String pattern, String value, boolean matches)
      throws Exception {
    assertThat(BoundedPattern.of(pattern).matches(value)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a*)*b\\1",
        "(.*a){20}",
        "(a+)+\\1$",
        "(a|a)*\\1b",
        ".*a.*a.*a.*a.*a.*b",
        "((a+)+)+b"
      })
  void givesUpWhatBacktracksForEver(String pattern) throws Exception {
    BoundedPattern bounded = BoundedPattern.of(pattern);

    assertThatThrownBy(() -> bounded.matches("a".repeat(60) + "!"))
        .isInstanceOf(QueryLimitException.class)
        .hasMessage(
            "regular expression '%s' takes more than 100000 steps when it is compared with '%s!':"
                    .formatted(pattern, "a".repeat(60))
                + " write it without a repetition inside a repetition, or list the values with"
                + " 'in'");
  }

  @Test
  void finishesTheFamousOneBecauseJavaRemembersWhatFailed() throws Exception {
    assertThat(BoundedPattern.of("(a+)+$").matches("a".repeat(1_000))).isTrue();
    assertThat(BoundedPattern.of("(a+)+$").matches("a".repeat(60) + "!")).isFalse();
  }

  @Test
  void givesUpInAQueryToo() {
    Query query = Query.parse("attribute:x =~ '(.*a){4,}'");

    assertThat(query.matches(FakeNode.with("x", "aaaa"))).isTrue();
    assertThatThrownBy(() -> query.matches(FakeNode.with("x", "a".repeat(120) + "!")))
        .isInstanceOf(QueryLimitException.class);
  }

  @Test
  void givesUpWhatNestsTooDeep() throws Exception {
    BoundedPattern bounded = BoundedPattern.of("(" + "b?".repeat(300) + "a)*");

    assertThatThrownBy(() -> onASmallStack(() -> bounded.matches("a".repeat(1_024))))
        .isInstanceOf(QueryLimitException.class)
        .hasMessageContaining("nests too deep");
  }

  @Test
  void comparesAThousandCharactersAndNoMore() throws Exception {
    BoundedPattern bounded = BoundedPattern.of("a*");

    assertThat(bounded.matches("a".repeat(1_024))).isTrue();
    assertThatThrownBy(() -> bounded.matches("a".repeat(1_025)))
        .isInstanceOf(QueryLimitException.class)
        .hasMessage(
            "regular expression 'a*' cannot be compared with '%s...', which has 1025 characters: at"
                    .formatted("a".repeat(80))
                + " most 1024 are");
  }

  /** Each of these would go on for ages without looking at a single character. */
  @Test
  void refusesWhatBranchesWithoutReading() {
    for (String endless :
        new String[] {
          "(|)".repeat(40) + "x",
          "(a?|b?)".repeat(40) + "x",
          "(?:|){40}".repeat(40) + "$",
          "(?:){1000000000}",
          "((\\b){100000}){100000}",
          "(\\b|^)".repeat(40) + "x",
          "(\\k<a>|[]\\]]?)".repeat(40) + "x",
          "(?=" + "(|)".repeat(40) + "x)y",
          "(x?)?".repeat(40) + "y",
          "." + "(a?|b?)".repeat(40) + "x",
          "(" + "(a?)?".repeat(40) + ".)*x",
          "(a*|b*)a" + "(a*|b*)".repeat(40) + "$",
          "(?i:|\\Q\\E)".repeat(40) + "x",
          "(?<a>|)" + "(\\p{L}?|[[a](])?".repeat(40) + "x"
        }) {
      assertThatThrownBy(() -> BoundedPattern.of(endless))
          .as(endless)
          .isInstanceOf(BoundedPattern.Refused.class)
          .hasMessageContaining("can match nothing in more than 4096 ways");
    }
  }

  @Test
  void refusesGroupsNestedTooDeep() throws Exception {
    assertThat(BoundedPattern.of("(".repeat(50) + "a" + ")".repeat(50)).matches("a")).isTrue();
    assertThatThrownBy(() -> BoundedPattern.of("(".repeat(900) + "a" + ")".repeat(900)))
        .isInstanceOf(BoundedPattern.Refused.class)
        .hasMessage("groups of the regular expression are nested more than 50 deep");
  }

  @Test
  void acceptsTheLongestThatCanBeEmptyInOneWayOnly() throws Exception {
    for (String part : new String[] {"a?", "a*", "(a)", "[ab]+", "(?=a)", "\\b"}) {
      String longest = part.repeat(1_980 / part.length());
      assertThat(BoundedPattern.of(longest)).as(part).hasToString(longest);
    }
  }

  @Test
  void acceptsManyAlternatives() throws Exception {
    StringBuilder types = new StringBuilder("(m5");
    for (int i = 0; i < 300; i++) {
      types.append('|').append("t").append(i);
    }
    assertThat(BoundedPattern.of(types + ")\\.(small|large)?.*").matches("t299.large")).isTrue();
  }

  private static void onASmallStack(Runnable task) throws Throwable {
    Throwable[] failure = new Throwable[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                task.run();
              } catch (Throwable thrown) {
                failure[0] = thrown;
              }
            },
            "small stack",
            256 * 1024);
    thread.start();
    thread.join();
    if (failure[0] != null) {
      throw failure[0];
    }
  }
}
