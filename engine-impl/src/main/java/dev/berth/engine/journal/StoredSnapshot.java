package dev.berth.engine.journal;

import dev.berth.spi.JournalSnapshot;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;

/**
 * A snapshot's file, and what it must be.
 *
 * @param engineId whose state it must hold
 * @param registered what the journal knows of it
 */
record StoredSnapshot(
    Path file, String engineId, SnapshotRegistration registered, SqliteFailures failures) {
  /** What is wrong with it, if anything is; reads all of it. */
  Optional<String> damage() {
    try {
      reader().verify();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("snapshot %s %s".formatted(file, what(e)));
    }
  }

  private static String what(IOException failure) {
    return switch (failure) {
      case SnapshotDamage damage -> "is damaged: " + damage.getMessage();
      case NoSuchFileException missing -> "is missing";
      default -> "cannot be read: " + failure;
    };
  }

  /** How it is handed out; each iteration verifies again what it reads. */
  JournalSnapshot snapshot() {
    return new JournalSnapshot(registered.sequence(), () -> new Chunks(reader()));
  }

  private SnapshotReader reader() {
    return new SnapshotReader(new SnapshotFile(file), engineId, registered);
  }

  private final class Chunks implements Iterator<byte[]> {
    private final SnapshotReader reader;

    Chunks(SnapshotReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      try {
        return reader.hasNext();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(file, e);
      }
    }

    @Override
    public byte[] next() {
      try {
        return reader.next().inflate();
      } catch (IOException e) {
        throw failures.snapshotUnreadable(file, e);
      }
    }
  }
}
