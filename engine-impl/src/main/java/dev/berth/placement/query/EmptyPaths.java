package dev.berth.placement.query;

import dev.berth.placement.query.BoundedPattern.Refused;

/**
 * How many ways a regular expression has to get on without reading a character.
 *
 * <p>Counting what is read bounds a comparison only if little can happen in between. {@code
 * (|)(|)(|)x} has eight ways from its beginning to the {@code x}, and doubles them with each {@code
 * (|)}; at the end of a value all are tried and nothing is read. So the ways from one reading to
 * the next are multiplied and added up here, a little too high where exactness has no use, and an
 * expression with too many is refused. Expressions that people write have one or two.
 *
 * <p>It reads any text, and understands of the syntax no more than where alternatives, groups and
 * repetitions are; what is no regular expression is for the compiler to say.
 */
final class EmptyPaths {
  /** More than any expression of {@link Query#MAXIMUM_LENGTH} has that can be empty in one way. */
  static final long MOST_VISITS = 4_096;

  /** How deep groups may be nested, because the compiler recurses with them. */
  static final int MOST_DEPTH = 50;

  private static final long CEILING = MOST_VISITS + 1;

  private static final Paths NOTHING = new Paths(1, 1, 0, 0);
  private static final Paths CHARACTER = new Paths(0, 1, 1, 1);
  private static final Paths PERHAPS_CHARACTERS = new Paths(1, 1, 1, 1);

  /**
   * A part of an expression.
   *
   * @param ways how many ways lead from its beginning to its end without reading
   * @param visits how many of its parts are tried to find them all
   * @param endings how many ways lead at most from behind a character it read to its end
   * @param revisits how many of its parts are tried at most to find those
   */
  private record Paths(long ways, long visits, long endings, long revisits) {
    Paths {
      ways = Math.min(ways, CEILING);
      visits = Math.min(visits, CEILING);
      endings = Math.min(endings, CEILING);
      revisits = Math.min(revisits, CEILING);
    }

    Paths or(Paths other) {
      return new Paths(
          ways + other.ways,
          visits + other.visits,
          Math.max(endings, other.endings),
          Math.max(revisits, other.revisits));
    }

    Paths then(Paths next) {
      return new Paths(
          ways * next.ways,
          visits + ways * next.visits,
          Math.max(endings * next.ways, next.endings),
          Math.max(revisits + endings * next.visits, next.revisits));
    }

    Paths orNothing() {
      return new Paths(ways + 1, visits + 1, endings, revisits);
    }

    /** One round after the other; one that reads nothing is the last, once all that must be are. */
    Paths repeated(long least) {
      long rounds = ways == 0 ? 1 : Math.max(1, Math.min(least, CEILING));
      Paths again =
          new Paths(
              ways,
              visits * rounds + 1,
              endings * (ways + 1),
              revisits + endings * (visits * rounds + 1));
      return least == 0 ? again.orNothing() : again;
    }

    /** Looking ahead or behind: however it ends, there is one way on. */
    Paths lookedAt() {
      return new Paths(1, visits, Math.min(endings, 1), revisits);
    }

    boolean unbounded() {
      return visits >= CEILING || revisits >= CEILING;
    }
  }

  private final String text;
  private int next;
  private int depth;

  private EmptyPaths(String text) {
    this.text = text;
  }

  /**
   * Lets {@code text} pass if it is bounded.
   *
   * @throws Refused if it has too many ways, nests too deep, or has comments
   */
  static void requireBounded(String text) throws Refused {
    EmptyPaths paths = new EmptyPaths(text);
    Paths all = paths.alternatives();
    while (paths.next < text.length()) {
      // A parenthesis too many, which the compiler is going to refuse.
      paths.next++;
      all = all.then(paths.alternatives());
    }
    if (all.unbounded()) {
      throw new Refused(
          0,
          "this regular expression can match nothing in more than %d ways: do not put parts that"
                  .formatted(MOST_VISITS)
              + " may be empty next to each other");
    }
  }

  private Paths alternatives() throws Refused {
    Paths all = sequence();
    while (skip('|')) {
      all = all.or(sequence());
    }
    return all;
  }

  private Paths sequence() throws Refused {
    Paths all = NOTHING;
    while (next < text.length() && text.charAt(next) != '|' && text.charAt(next) != ')') {
      all = all.then(repetitions(atom()));
    }
    return all;
  }

  private Paths repetitions(Paths atom) {
    Paths all = atom;
    while (next < text.length()) {
      if (skip('?')) {
        all = all.orNothing();
      } else if (skip('*')) {
        all = all.repeated(0);
      } else if (skip('+')) {
        all = all.repeated(1);
      } else if (text.charAt(next) == '{' && isDigit(next + 1)) {
        next++;
        all = all.repeated(number());
        skipPast('}');
      } else {
        break;
      }
    }
    return all;
  }

  private long number() {
    long number = 0;
    while (isDigit(next)) {
      number = Math.min(CEILING, number * 10 + Character.digit(text.charAt(next++), 10));
    }
    return number;
  }

  private Paths atom() throws Refused {
    char first = text.charAt(next++);
    return switch (first) {
      case '(' -> group();
      case '[' -> characterClass();
      case '\\' -> escape();
      case '^', '$' -> NOTHING;
      default -> CHARACTER;
    };
  }

  private Paths group() throws Refused {
    if (++depth > MOST_DEPTH) {
      throw new Refused(
          next - 1,
          "groups of the regular expression are nested more than %d deep".formatted(MOST_DEPTH));
    }
    boolean looksAround = false;
    if (skip('?')) {
      int begin = next;
      looksAround = skip('=') || skip('!') || (skip('<') && (skip('=') || skip('!')));
      if (next == begin && skipFlags()) {
        depth--;
        return NOTHING;
      }
      if (!looksAround && text.startsWith("<", begin)) {
        skipPast('>');
      }
    }
    Paths inner = alternatives();
    skip(')');
    depth--;
    return looksAround ? inner.lookedAt() : inner;
  }

  /** Skips flags and what ends them; whether they were all of the group. */
  private boolean skipFlags() throws Refused {
    while (next < text.length() && (isLetter(next) || text.charAt(next) == '-')) {
      if (text.charAt(next) == 'x') {
        throw new Refused(
            next, "flag x (comments) is not supported in regular expressions of queries");
      }
      next++;
    }
    if (skip(')')) {
      return true;
    }
    // One of (?: (?> and (?i: or nothing that compiles.
    next = Math.min(next + 1, text.length());
    return false;
  }

  private Paths characterClass() {
    int open = 1;
    boolean first = true;
    skip('^');
    while (next < text.length() && open > 0) {
      char character = text.charAt(next++);
      if (character == '\\') {
        escape();
      } else if (character == '[') {
        open++;
        skip('^');
        first = true;
        continue;
      } else if (character == ']' && !first) {
        open--;
      }
      first = false;
    }
    return CHARACTER;
  }

  private Paths escape() {
    if (next == text.length()) {
      return CHARACTER;
    }
    char escaped = text.charAt(next++);
    return switch (escaped) {
      case 'A', 'b', 'B', 'G', 'z', 'Z' -> NOTHING;
      case 'k' -> {
        skipPast('>');
        yield PERHAPS_CHARACTERS;
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        number();
        yield PERHAPS_CHARACTERS;
      }
      case 'Q' -> {
        int end = text.indexOf("\\E", next);
        boolean empty = end == next;
        next = end < 0 ? text.length() : end + 2;
        yield empty ? NOTHING : CHARACTER;
      }
      case 'p', 'P', 'x', 'N' -> {
        if (next < text.length() && text.charAt(next) == '{') {
          skipPast('}');
        }
        yield CHARACTER;
      }
      case 'c' -> {
        next = Math.min(next + 1, text.length());
        yield CHARACTER;
      }
      default -> CHARACTER;
    };
  }

  private boolean skip(char character) {
    if (next < text.length() && text.charAt(next) == character) {
      next++;
      return true;
    }
    return false;
  }

  private void skipPast(char character) {
    int found = text.indexOf(character, next);
    next = found < 0 ? text.length() : found + 1;
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }

  private boolean isLetter(int index) {
    char character = text.charAt(index);
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
  }
}
