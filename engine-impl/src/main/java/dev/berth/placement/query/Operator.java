package dev.berth.placement.query;

import java.util.Optional;

/** What stands between a subject and its argument. */
enum Operator {
  EQUAL("==", "equals"),
  NOT_EQUAL("!=", "not_equals"),
  GREATER(">", "greater_than"),
  GREATER_OR_EQUAL(">=", "greater_than_equal"),
  LESS("<", "less_than"),
  LESS_OR_EQUAL("<=", "less_than_equal"),
  EXISTS("exists", "exists"),
  NOT_EXISTS("!exists", "not_exists"),
  IN("in", "in"),
  NOT_IN("!in", "not_in"),
  MATCHES("=~", "matches"),
  NOT_MATCHES("!~", "not_matches");

  private final String symbol;
  private final String word;

  Operator(String symbol, String word) {
    this.symbol = symbol;
    this.word = word;
  }

  /** The operator of that symbol or word. */
  static Optional<Operator> of(String text) {
    for (Operator operator : values()) {
      if (operator.symbol.equals(text) || operator.word.equals(text)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }

  /** Whether this is the opposite of another operator. */
  boolean negative() {
    return switch (this) {
      case NOT_EQUAL, NOT_EXISTS, NOT_IN, NOT_MATCHES -> true;
      case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, EXISTS, IN, MATCHES -> false;
    };
  }

  /** The shorter spelling. */
  @Override
  public String toString() {
    return symbol;
  }
}
