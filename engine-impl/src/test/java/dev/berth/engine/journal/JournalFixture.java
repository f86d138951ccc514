package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A journal under test, and the entries that are put into it. */
abstract class JournalFixture {
  static final Instant TIME = Instant.parse("2026-03-01T12:00:00.123456789Z");

  Journal journal;

  /** A journal that holds nothing yet and is not open. */
  abstract Journal empty();

  /** The journal a restarted engine would be given in place of {@code closed}. */
  abstract Journal again(Journal closed);

  @BeforeEach
  void makeJournal() {
    journal = empty();
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  /** Closes the journal and opens the one a restarted engine would be given. */
  JournalLease reopen() {
    journal.close();
    journal = again(journal);
    return journal.open();
  }

  List<JournalEntry> readAfter(long sequence) {
    List<JournalEntry> read = new ArrayList<>();
    journal.read(sequence, read::add);
    return read;
  }

  static void assertRefused(ThrowingCallable call, String messageEnd) {
    assertThatThrownBy(call)
        .isInstanceOf(JournalException.class)
        .message()
        .startsWith("journal ")
        .endsWith(messageEnd);
  }

  static JournalEntry entry(long epoch, long sequence) {
    return new JournalEntry(
        sequence,
        epoch,
        TIME.plusNanos(sequence),
        "TaskStarted",
        "{\"task\":{\"service\":{\"cluster\":\"shop\",\"name\":\"web\"},\"number\":"
            + sequence
            + "}}");
  }

  static List<JournalEntry> entries(long epoch, long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(i -> entry(epoch, i)).toList();
  }
}
