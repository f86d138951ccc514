package dev.berth.placement.query;

import java.util.regex.Pattern;

/**
 * A piece of an expression.
 *
 * @param kind what it is
 * @param text what it means: a quoted one without its quotes
 * @param position the index of its first character, be it a quote
 * @param quote the quote it was written in; NUL: none
 */
record Token(Kind kind, String text, int position, char quote) {
  /** Kinds of tokens. */
  enum Kind {
    /** A subject, a word operator or an argument; only where it stands tells which. */
    WORD,
    /** An argument in quotes. */
    QUOTED,
    /** A run of operator characters, which need not be an operator. */
    SYMBOL,
    /** A parenthesis, a bracket or a comma. */
    MARK,
    /** Behind the last one. */
    END
  }

  /** What needs no quotes wherever it stands, and does not look as if it did. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/@*+?^$\\\\{}%#;-]+");

  /** Whether this is exactly {@code text}, without quotes. */
  boolean is(String other) {
    return kind != Kind.QUOTED && kind != Kind.END && text.equals(other);
  }

  /** The index in the expression of the character at {@code index} of the text. */
  int positionOf(int index) {
    if (kind != Kind.QUOTED) {
      return position + index;
    }
    long doubled = text.substring(0, index).chars().filter(point -> point == quote).count();
    return position + 1 + index + (int) doubled;
  }

  /** As messages name it. */
  String described() {
    return switch (kind) {
      case END -> "the end";
      case QUOTED -> quote + text + quote;
      case WORD, SYMBOL, MARK -> "'" + text + "'";
    };
  }

  /** An argument as canonical text has it. */
  static String written(String argument) {
    if (PLAIN.matcher(argument).matches()) {
      return argument;
    }
    char quote = argument.indexOf('\'') < 0 ? '\'' : '"';
    String mark = Character.toString(quote);
    return mark + argument.replace(mark, mark + mark) + mark;
  }
}
