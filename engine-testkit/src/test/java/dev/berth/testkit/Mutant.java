package dev.berth.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A deliberate break of the protocol: texts of production sources, and what stands there instead.
 *
 * @param name what the broken engine does
 */
record Mutant(String name, List<Edit> edits) {
  /** One replaced text, which has to be there exactly once. */
  record Edit(String source, String text, String instead) {
    /** The source with this edit made. */
    String applied(String original, String mutant) {
      int at = original.indexOf(text);
      if (at < 0 || original.indexOf(text, at + 1) >= 0) {
        throw new AssertionError(
            "mutant '%s': %s has this text not exactly once, so adapt the mutant: %s"
                .formatted(mutant, source, text));
      }
      return original.substring(0, at) + instead + original.substring(at + text.length());
    }
  }

  static Mutant of(String name, String source, String text, String instead) {
    return new Mutant(name, List.of(new Edit(source, text, instead)));
  }

  Mutant and(String source, String text, String instead) {
    List<Edit> more = new ArrayList<>(edits);
    more.add(new Edit(source, text, instead));
    return new Mutant(name, List.copyOf(more));
  }
}
