package dev.berth.placement.query;

import dev.berth.BerthException;

/** A regular expression of a query is given up, because one value keeps it busy too long. */
public final class QueryLimitException extends BerthException {
  private static final long serialVersionUID = 1L;

  QueryLimitException(String message) {
    super(message);
  }
}
