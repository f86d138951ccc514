package dev.berth.benchmarks.loop;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import java.nio.file.Path;

/** Where events are kept: what lasts, and as the ceiling what does not. */
enum JournalKind {
  SQLITE("SQLite"),
  MEMORY("in memory");

  private final String label;

  JournalKind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  Journal make(Path directory) {
    return switch (this) {
      case SQLITE -> Journals.directory(directory);
      case MEMORY -> Journals.inMemory();
    };
  }
}
