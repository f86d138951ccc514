package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every journal promises of its snapshots, and of dropping the entries they contain. */
abstract class JournalSnapshotContractTest extends JournalFixture {
  @Test
  void aNewJournalHasNoSnapshot() {
    journal.open();
    journal.append(1, entries(1, 1, 3));

    assertThat(journal.snapshot()).isEmpty();
  }

  @Test
  void aSnapshotIsReadAsItWasWritten() {
    journal.open();
    journal.append(1, entries(1, 1, 5));
    journal.writeSnapshot(1, 3, texts("first", "", "third"));

    assertSnapshot(3, "first", "", "third");
    assertThat(readAfter(3)).isEqualTo(entries(1, 4, 5));
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 5));
  }

  @Test
  void aSnapshotIsThereAfterARestart() {
    journal.open();
    journal.append(1, entries(1, 1, 5));
    journal.writeSnapshot(1, 5, texts("state"));
    reopen();

    assertSnapshot(5, "state");
    assertThat(readAfter(5)).isEmpty();
  }

  @Test
  void aSnapshotMayHaveNoChunk() {
    journal.open();
    journal.append(1, entries(1, 1, 1));
    journal.writeSnapshot(1, 1, texts());
    reopen();

    assertSnapshot(1);
  }

  @Test
  void theChunksCanBeReadAgainAndWhatAReaderDoesToThemChangesNothing() {
    journal.open();
    journal.append(1, entries(1, 1, 1));
    journal.writeSnapshot(1, 1, texts("state", "more"));
    JournalSnapshot snapshot = journal.snapshot().orElseThrow();
    for (byte[] chunk : snapshot.chunks()) {
      Arrays.fill(chunk, (byte) 0);
    }

    assertThat(snapshot.chunks())
        .map(JournalSnapshotContractTest::text)
        .containsExactly("state", "more");
  }

  @Test
  void anIterationOfChunksEndsAsIteratorsDo() {
    journal.open();
    journal.append(1, entries(1, 1, 1));
    journal.writeSnapshot(1, 1, texts("state"));
    Iterator<byte[]> chunks = journal.snapshot().orElseThrow().chunks().iterator();

    // Asked without hasNext() before, and with it asked twice.
    assertThat(text(chunks.next())).isEqualTo("state");
    assertThat(chunks.hasNext()).isFalse();
    assertThat(chunks.hasNext()).isFalse();
    assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void theNewestSnapshotIsGiven() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 3, texts("three"));
    journal.writeSnapshot(1, 7, texts("seven"));
    journal.writeSnapshot(1, 9, texts("nine"));

    assertSnapshot(9, "nine");
    reopen();
    assertSnapshot(9, "nine");
  }

  @Test
  void aSnapshotCanFollowInAnotherLife() {
    journal.open();
    journal.append(1, entries(1, 1, 3));
    journal.writeSnapshot(1, 3, texts("first life"));
    reopen();
    journal.append(2, entries(2, 4, 6));
    journal.writeSnapshot(2, 6, texts("second life"));
    reopen();

    assertSnapshot(6, "second life");
  }

  @Test
  void aChunkOfTheLargestSizeIsKeptAndALargerOneIsRefused() {
    byte[] largest = new byte[Journal.MAXIMUM_CHUNK_BYTES];
    new Random(42).nextBytes(largest);
    journal.open();
    journal.append(1, entries(1, 1, 2));
    journal.writeSnapshot(1, 1, List.of(largest, new byte[Journal.MAXIMUM_CHUNK_BYTES]).iterator());

    assertRefused(
        () ->
            journal.writeSnapshot(
                1, 2, List.of(largest, new byte[Journal.MAXIMUM_CHUNK_BYTES + 1]).iterator()),
        ": chunk 2 of the snapshot at 2 has 16777217 bytes, a chunk has at most 16777216: divide it");
    JournalSnapshot kept = journal.snapshot().orElseThrow();
    assertThat(kept.sequence()).isEqualTo(1);
    assertThat(kept.chunks()).containsExactly(largest, new byte[Journal.MAXIMUM_CHUNK_BYTES]);
  }

  @Test
  void aSnapshotUnderAStaleEpochIsRefused() {
    journal.open();
    journal.append(1, entries(1, 1, 3));
    reopen();

    assertRefused(
        () -> journal.writeSnapshot(1, 3, texts("stale")),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
    assertThat(journal.snapshot()).isEmpty();
  }

  @Test
  void aSnapshotBeyondTheLastEntryIsRefused() {
    journal.open();
    journal.append(1, entries(1, 1, 3));

    assertRefused(
        () -> journal.writeSnapshot(1, 4, texts("future")),
        ": a snapshot at 4 is beyond the last entry, which is 3: write it at that one");
    assertThat(journal.snapshot()).isEmpty();
  }

  @Test
  void aSnapshotThatIsNotNewerThanTheNewestIsRefused() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    assertRefused(
        () -> journal.writeSnapshot(1, 0, texts("nothing")),
        ": a snapshot at 0 is not newer than the newest, which is at 0: write it when more was appended");
    journal.writeSnapshot(1, 5, texts("five"));

    assertRefused(
        () -> journal.writeSnapshot(1, 5, texts("again")),
        ": a snapshot at 5 is not newer than the newest, which is at 5: write it when more was appended");
    assertRefused(
        () -> journal.writeSnapshot(1, 4, texts("older")),
        ": a snapshot at 4 is not newer than the newest, which is at 5: write it when more was appended");
    assertSnapshot(5, "five");
  }

  @Test
  void aSnapshotWhoseChunksFailIsNotThereAndCanBeWrittenAgain() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 5, texts("five"));

    assertThatThrownBy(() -> journal.writeSnapshot(1, 9, failing("half")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no more chunks");
    assertSnapshot(5, "five");
    journal.append(1, entries(1, 10, 10));
    reopen();
    assertSnapshot(5, "five");
    journal.writeSnapshot(2, 9, texts("whole"));
    assertSnapshot(9, "whole");
  }

  @Test
  @Timeout(60)
  void entriesAreAppendedWhileASnapshotIsWritten() throws Exception {
    journal.open();
    journal.append(1, entries(1, 1, 10));
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      // Each append must end before the next chunk is given: it would wait for ever if the journal
      // kept others out while it pulls one.
      Iterator<byte[]> chunks =
          new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
              return given < 5;
            }

            @Override
            public byte[] next() {
              long next = 11L + given++;
              await(writer, () -> journal.append(1, entries(1, next, next)));
              return new byte[1000];
            }
          };
      journal.writeSnapshot(1, 10, chunks);
    }

    assertThat(journal.snapshot().orElseThrow().sequence()).isEqualTo(10);
    assertThat(readAfter(10)).isEqualTo(entries(1, 11, 15));
  }

  @Test
  void aSnapshotOfAnEngineThatWasReplacedMeanwhileIsNotKept() throws Exception {
    journal.open();
    journal.append(1, entries(1, 1, 3));
    Journal before = journal;
    Iterator<byte[]> chunks =
        new Iterator<>() {
          private boolean given;

          @Override
          public boolean hasNext() {
            return !given;
          }

          @Override
          public byte[] next() {
            given = true;
            reopen();
            return new byte[10];
          }
        };

    assertThatThrownBy(() -> before.writeSnapshot(1, 3, chunks))
        .isInstanceOf(JournalException.class);
    assertThat(journal.snapshot()).isEmpty();
    journal.writeSnapshot(2, 3, texts("of the new engine"));
    assertSnapshot(3, "of the new engine");
  }

  @Test
  void nothingIsDroppedBeforeThereAreTwoSnapshots() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    assertThat(journal.drop(1, 9, 100)).isZero();
    journal.writeSnapshot(1, 5, texts("five"));

    assertThat(journal.drop(1, 9, 100)).isZero();
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 9));
  }

  @Test
  void entriesAreDroppedUpToTheOlderSnapshotAndNeverBeyond() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 5, texts("five"));
    journal.writeSnapshot(1, 8, texts("eight"));

    assertThat(journal.drop(1, 9, 100)).isEqualTo(5);
    assertThat(journal.drop(1, 9, 100)).isZero();
    assertThat(readAfter(5)).isEqualTo(entries(1, 6, 9));
    reopen();
    assertThat(readAfter(5)).isEqualTo(entries(1, 6, 9));
    assertThat(readAfter(8)).isEqualTo(entries(1, 9, 9));
    assertSnapshot(8, "eight");
  }

  @Test
  void aDropGoesNoFurtherThanItWasAskedAndTakesTheOldestFirst() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 8, texts("eight"));
    journal.writeSnapshot(1, 9, texts("nine"));

    assertThat(journal.drop(1, 6, 4)).isEqualTo(4);
    assertThat(readAfter(4)).isEqualTo(entries(1, 5, 9));
    assertThat(journal.drop(1, 6, 4)).isEqualTo(2);
    assertThat(journal.drop(1, 6, 4)).isZero();
    assertThat(journal.drop(1, 3, 4)).isZero();
    assertThat(journal.drop(1, 0, 4)).isZero();
    assertThat(readAfter(6)).isEqualTo(entries(1, 7, 9));
  }

  @Test
  void manyEntriesAreDropped() {
    journal.open();
    journal.append(1, entries(1, 1, 20_000));
    journal.writeSnapshot(1, 19_999, texts("older"));
    journal.writeSnapshot(1, 20_000, texts("newer"));

    assertThat(journal.drop(1, 20_000, 12_345)).isEqualTo(12_345);
    assertThat(journal.drop(1, 20_000, 12_345)).isEqualTo(7_654);
    assertThat(journal.drop(1, 20_000, 12_345)).isZero();
    reopen();
    assertThat(readAfter(19_999)).isEqualTo(entries(1, 20_000, 20_000));
  }

  @Test
  void readingWhatWasDroppedIsRefusedAndTheFirstKeptIsNamed() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 5, texts("five"));
    journal.writeSnapshot(1, 8, texts("eight"));
    journal.drop(1, 5, 100);

    for (long sequence : new long[] {0, 1, 4}) {
      assertRefused(
          () -> readAfter(sequence),
          ": entries up to 5 were dropped, so those after "
              + sequence
              + " cannot be read: the first that is kept is 6, begin with a snapshot");
    }
    assertThat(readAfter(5)).isEqualTo(entries(1, 6, 9));
    assertThat(readAfter(9)).isEmpty();
    assertThat(readAfter(10)).isEmpty();
  }

  @Test
  void theJournalGoesOnWhenAllThatMayGoWasDropped() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 8, texts("eight"));
    journal.writeSnapshot(1, 9, texts("nine"));
    journal.append(1, entries(1, 10, 10));
    journal.writeSnapshot(1, 10, texts("ten"));
    assertThat(journal.drop(1, 10, 100)).isEqualTo(9);
    journal.append(1, entries(1, 11, 11));
    journal.writeSnapshot(1, 11, texts("eleven"));
    assertThat(journal.drop(1, 11, 100)).isEqualTo(1);

    assertThat(reopen().lastSequence()).isEqualTo(11);
    assertThat(readAfter(10)).isEqualTo(entries(1, 11, 11));
    assertThat(readAfter(11)).isEmpty();
    journal.append(2, entries(2, 12, 12));
    assertThat(readAfter(11)).isEqualTo(entries(2, 12, 12));
  }

  @Test
  void aDropUnderAStaleEpochIsRefused() {
    journal.open();
    journal.append(1, entries(1, 1, 9));
    journal.writeSnapshot(1, 5, texts("five"));
    journal.writeSnapshot(1, 8, texts("eight"));
    reopen();

    assertRefused(
        () -> journal.drop(1, 5, 100),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
    assertThat(readAfter(0)).hasSize(9);
  }

  @Test
  void aDropOfNothingIsRefused() {
    journal.open();

    assertRefused(
        () -> journal.drop(1, 5, 0), ": at most 0 entries cannot be dropped: ask for 1 or more");
  }

  @Test
  void aJournalThatIsNotOpenIsRefused() {
    assertRefused(journal::snapshot, " is closed: open it first");
    journal.open();
    journal.close();
    assertRefused(journal::snapshot, " is closed: open it first");
    assertRefused(() -> journal.writeSnapshot(1, 1, texts()), " is closed: open it first");
    assertRefused(() -> journal.drop(1, 1, 1), " is closed: open it first");
  }

  void assertSnapshot(long sequence, String... chunks) {
    JournalSnapshot snapshot = journal.snapshot().orElseThrow();
    assertThat(snapshot.sequence()).isEqualTo(sequence);
    assertThat(snapshot.chunks()).map(JournalSnapshotContractTest::text).containsExactly(chunks);
  }

  static Iterator<byte[]> texts(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).iterator();
  }

  private static Iterator<byte[]> failing(String first) {
    Iterator<byte[]> chunks = texts(first);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public byte[] next() {
        if (chunks.hasNext()) {
          return chunks.next();
        }
        throw new IllegalStateException("no more chunks");
      }
    };
  }

  static String text(byte[] chunk) {
    return new String(chunk, StandardCharsets.UTF_8);
  }

  private static void await(ExecutorService executor, Runnable action) {
    try {
      executor.submit(action).get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("an append did not end while a chunk was pulled", e);
    }
  }
}
