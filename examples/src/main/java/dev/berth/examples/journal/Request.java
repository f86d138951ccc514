package dev.berth.examples.journal;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What is asked of a journal. */
sealed interface Request {
  String USAGE =
      """
      usage: examples/run journal DIRECTORY                  every event, one per line
             examples/run journal DIRECTORY --after SEQ      only those after event SEQ
             examples/run journal DIRECTORY --verify         what verifies; exit code 1 on damage
             examples/run journal DIRECTORY --at SEQ         what the engine knew after event SEQ
             examples/run journal DIRECTORY --cut SEQ [NEW]  writes a journal that ends with event SEQ
                                                             into NEW (default DIRECTORY-cut-SEQ)\
      """;

  /** The directory that an engine was given. */
  Path journal();

  /** Print what follows. */
  record Print(Path journal, long after) implements Request {}

  /** Say what verifies. */
  record Verify(Path journal) implements Request {}

  /** Show the state. */
  record Show(Path journal, long sequence) implements Request {}

  /** Write a shorter one. */
  record Cut(Path journal, long sequence, Path target) implements Request {}

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Request of(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    Path journal = Path.of(next(left, "name a journal's directory"));
    if (left.isEmpty()) {
      return new Print(journal, 0);
    }
    String what = left.remove();
    Request request =
        switch (what) {
          case "--verify" -> new Verify(journal);
          case "--after" -> new Print(journal, sequence(left, what));
          case "--at" -> new Show(journal, sequence(left, what));
          case "--cut" -> cut(journal, sequence(left, what), left);
          default -> throw new IllegalArgumentException("'" + what + "' is not known");
        };
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("'" + left.peek() + "' is too much");
    }
    return request;
  }

  private static Request cut(Path journal, long sequence, Deque<String> left) {
    String beside = journal.toAbsolutePath().normalize() + "-cut-" + sequence;
    return new Cut(journal, sequence, Path.of(left.isEmpty() ? beside : left.remove()));
  }

  private static long sequence(Deque<String> left, String what) {
    String text = next(left, what + " needs the number of an event");
    try {
      return Long.parseLong(text.replace(",", ""));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          what + " needs the number of an event, not '" + text + "'", e);
    }
  }

  private static String next(Deque<String> left, String otherwise) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(otherwise);
    }
    return left.remove();
  }
}
