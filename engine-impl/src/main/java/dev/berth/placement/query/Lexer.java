package dev.berth.placement.query;

import dev.berth.placement.query.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits an expression into tokens. */
final class Lexer {
  private static final char UNQUOTED = '\0';
  private static final String MARKS = "()[],";
  private static final String QUOTES = "'\"";
  private static final String SYMBOLS = "=!<>&|~";

  /** The longest first, for {@code >=} is not {@code >} and something. */
  private static final List<String> OPERATORS =
      List.of("==", "!=", ">=", "<=", "=~", "!~", "&&", "||");

  private final String expression;
  private final List<Token> tokens = new ArrayList<>();
  private int next;

  private Lexer(String expression) {
    this.expression = expression;
  }

  /**
   * The tokens of {@code expression}, the last of which is its end.
   *
   * @throws QuerySyntaxException if a quote is not closed
   */
  static List<Token> tokens(String expression) {
    Lexer lexer = new Lexer(expression);
    while (lexer.next < expression.length()) {
      lexer.step();
    }
    lexer.add(Kind.END, "");
    return lexer.tokens;
  }

  private void step() {
    char first = expression.charAt(next);
    if (Character.isWhitespace(first)) {
      next++;
    } else if (MARKS.indexOf(first) >= 0) {
      add(Kind.MARK, Character.toString(first));
    } else if (QUOTES.indexOf(first) >= 0) {
      addQuoted(first);
    } else if (SYMBOLS.indexOf(first) >= 0) {
      addSymbol(Character.toString(first));
    } else {
      addWord();
    }
  }

  private void addSymbol(String first) {
    add(
        Kind.SYMBOL,
        OPERATORS.stream()
            .filter(operator -> expression.startsWith(operator, next))
            .findFirst()
            .orElse(first));
  }

  private void addWord() {
    int end = next + 1;
    while (end < expression.length() && isOfWord(expression.charAt(end))) {
      end++;
    }
    add(Kind.WORD, expression.substring(next, end));
  }

  private static boolean isOfWord(char character) {
    return !Character.isWhitespace(character)
        && MARKS.indexOf(character) < 0
        && QUOTES.indexOf(character) < 0
        && SYMBOLS.indexOf(character) < 0;
  }

  private void addQuoted(char quote) {
    StringBuilder text = new StringBuilder();
    int end = next + 1;
    while (true) {
      int close = expression.indexOf(quote, end);
      if (close < 0) {
        throw new QuerySyntaxException(expression, next, "this quote is never closed");
      }
      text.append(expression, end, close);
      end = close + 1;
      boolean doubled = end < expression.length() && expression.charAt(end) == quote;
      if (!doubled) {
        break;
      }
      text.append(quote);
      end++;
    }
    tokens.add(new Token(Kind.QUOTED, text.toString(), next, quote));
    next = end;
  }

  private void add(Kind kind, String text) {
    tokens.add(new Token(kind, text, next, UNQUOTED));
    next += text.length();
  }
}
