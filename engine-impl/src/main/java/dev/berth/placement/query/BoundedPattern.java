package dev.berth.placement.query;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that cannot run for ever.
 *
 * <p>{@link java.util.regex} tries one way after the other. Java remembers some ways that failed,
 * so that the famous {@code (a+)+$} is harmless, but not all: {@code (.*a){20}} goes on for years
 * over sixty {@code a}s and a {@code !}, and nothing can interrupt it. But it reads the text
 * through {@link CharSequence#charAt}, so what it reads can be counted and its work be given up: by
 * a count and not by a clock, so that the same comparison ends the same way everywhere. What it may
 * do without reading anything is bounded beforehand, see {@link EmptyPaths}.
 *
 * <p>It also recurses for each repetition of a group. Values are bounded so that this is seldom
 * deeper than a thread's stack; where it is, the comparison is given up as well.
 */
final class BoundedPattern {
  /** How many characters of a value one comparison may look at, each as often as it likes. */
  static final int MOST_STEPS = 100_000;

  /** The longest value that is compared; eight times what ECS allows an attribute. */
  static final int MOST_CHARACTERS = 1_024;

  private static final int SHOWN = 80;

  /** A text is no pattern that can be used. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int index;
    private final String reason;

    Refused(int index, String reason) {
      super(reason);
      this.index = index;
      this.reason = reason;
    }

    /** The index in the text of the first character that is refused. */
    int index() {
      return index;
    }

    String reason() {
      return reason;
    }
  }

  private final Pattern pattern;

  private BoundedPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * The pattern that {@code text} spells.
   *
   * @throws Refused if it is not a regular expression of Java's, or one whose work has no bound
   */
  static BoundedPattern of(String text) throws Refused {
    // First, because it also bounds how deep the compiler recurses.
    EmptyPaths.requireBounded(text);
    try {
      return new BoundedPattern(Pattern.compile(text));
    } catch (PatternSyntaxException wrong) {
      int index = Math.max(0, Math.min(wrong.getIndex(), text.length()));
      throw new Refused(
          index, "no regular expression of Java's: %s".formatted(wrong.getDescription()));
    } catch (IllegalArgumentException wrong) {
      throw new Refused(0, "no regular expression of Java's: %s".formatted(wrong.getMessage()));
    }
  }

  /**
   * Whether the whole of {@code value} matches.
   *
   * @throws QueryLimitException if that takes more than {@link #MOST_STEPS}
   */
  boolean matches(String value) {
    if (value.length() > MOST_CHARACTERS) {
      throw new QueryLimitException(
          ("regular expression '%s' cannot be compared with '%s', which has %d characters: at most"
                  + " %d are")
              .formatted(this, beginning(value), value.length(), MOST_CHARACTERS));
    }
    try {
      return pattern.matcher(new CountedText(value)).matches();
    } catch (StackOverflowError tooDeep) {
      throw exceeded(value, "nests too deep");
    }
  }

  private QueryLimitException exceeded(String value, String problem) {
    return new QueryLimitException(
        ("regular expression '%s' %s when it is compared with '%s': write it without a repetition"
                + " inside a repetition, or list the values with 'in'")
            .formatted(this, problem, beginning(value)));
  }

  private static String beginning(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }

  /** The text it was made of. */
  @Override
  public String toString() {
    return pattern.pattern();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedPattern that && that.toString().equals(toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** A value that can be read so many times and no more. */
  private final class CountedText implements CharSequence {
    private final String value;
    private int steps;

    CountedText(String value) {
      this.value = value;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw exceeded(value, "takes more than %d steps".formatted(MOST_STEPS));
      }
      return value.charAt(index);
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.substring(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
