package dev.berth.placement.query;

import dev.berth.BerthException;

/**
 * An expression is not one of the cluster query language; the message shows it with a caret under
 * the place, and what was expected there.
 */
public final class QuerySyntaxException extends BerthException {
  private static final long serialVersionUID = 1L;

  /** How much of a long expression is shown on either side of the caret. */
  private static final int SHOWN = 70;

  private final int position;

  QuerySyntaxException(String expression, int position, String problem) {
    super(excerpt(expression, position) + "^ " + problem);
    this.position = position;
  }

  /** The index of the character at which the expression went wrong; its length at its end. */
  public int position() {
    return position;
  }

  private static String excerpt(String expression, int position) {
    int from = position <= SHOWN ? 0 : position - SHOWN;
    int to = expression.length() - position <= SHOWN ? expression.length() : position + SHOWN;
    String before = (from > 0 ? "..." : "") + line(expression.substring(from, position));
    String after = line(expression.substring(position, to));
    String end = to < expression.length() ? "..." : "";
    return before + after + end + "\n" + " ".repeat(before.codePointCount(0, before.length()));
  }

  /** In one line and one column per character, or the caret would stand elsewhere. */
  private static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> Character.isISOControl(point) || isLineBreak(point) ? ' ' : point)
        .forEach(line::appendCodePoint);
    return line.toString();
  }

  private static boolean isLineBreak(int point) {
    return point == '\u2028' || point == '\u2029';
  }
}
