package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every journal promises of its entries. A journal's own test extends this and adds what is
 * its own, and another one extends {@link JournalSnapshotContractTest}.
 */
abstract class JournalContractTest extends JournalFixture {
  @Test
  void aNewJournalHoldsNothingAndHasTheFirstEpoch() {
    JournalLease lease = journal.open();

    assertThat(lease.engineId()).matches("[a-z0-9]{8,10}");
    assertThat(lease.epoch()).isEqualTo(1);
    assertThat(lease.lastSequence()).isZero();
    assertThat(readAfter(0)).isEmpty();
  }

  @Test
  void twoJournalsHaveDifferentEngineIds() throws Exception {
    String first = journal.open().engineId();
    try (Journal other = new MemoryJournal()) {
      assertThat(other.open().engineId()).isNotEqualTo(first);
    }
  }

  @Test
  void whatWasAppendedIsReadInOrder() {
    journal.open();
    journal.append(1, entries(1, 1, 2));
    journal.append(1, entries(1, 3, 3));
    journal.append(1, entries(1, 4, 9));

    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 9));
  }

  @Test
  void readingBeginsAfterTheGivenSequence() {
    journal.open();
    journal.append(1, entries(1, 1, 9));

    assertThat(readAfter(1)).isEqualTo(entries(1, 2, 9));
    assertThat(readAfter(7)).isEqualTo(entries(1, 8, 9));
    assertThat(readAfter(9)).isEmpty();
    assertThat(readAfter(10)).isEmpty();
  }

  @Test
  void anEmptyBatchChangesNothing() {
    journal.open();
    journal.append(1, List.of());

    assertThat(readAfter(0)).isEmpty();
  }

  @Test
  void aRestartKeepsTheEngineIdAndTheEntriesAndRaisesTheEpoch() {
    JournalLease first = journal.open();
    journal.append(1, entries(1, 1, 3));
    JournalLease second = reopen();
    journal.append(2, entries(2, 4, 5));
    JournalLease third = reopen();

    assertThat(second).isEqualTo(new JournalLease(first.engineId(), 2, 3));
    assertThat(third).isEqualTo(new JournalLease(first.engineId(), 3, 5));
    List<JournalEntry> all = new ArrayList<>(entries(1, 1, 3));
    all.addAll(entries(2, 4, 5));
    assertThat(readAfter(0)).isEqualTo(all);
  }

  @Test
  void anInstanceThatWasClosedCanBeOpenedAgain() {
    journal.open();
    journal.append(1, entries(1, 1, 1));
    journal.close();

    assertThat(journal.open().epoch()).isEqualTo(2);
    journal.append(2, entries(2, 2, 2));
    assertThat(readAfter(0)).hasSize(2);
  }

  @Test
  void aStaleEpochIsRefused() {
    journal.open();
    reopen();

    assertRefused(
        () -> journal.append(1, entries(1, 1, 1)),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
    assertRefused(
        () -> journal.append(1, List.of()),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
    assertThat(readAfter(0)).isEmpty();
  }

  @Test
  void anEntryOfAnotherEpochIsRefused() {
    journal.open();
    reopen();

    assertRefused(
        () -> journal.append(2, entries(1, 1, 1)),
        ": entry 1 bears epoch 1, but is appended under epoch 2");
    assertThat(readAfter(0)).isEmpty();
  }

  @Test
  void onlyTheNewestLeaderMayLead() {
    assertRefused(() -> journal.requireLead(1), " is closed: open it first");
    journal.open();
    journal.requireLead(1);
    reopen();

    journal.requireLead(2);
    assertRefused(
        () -> journal.requireLead(1),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
    journal.close();
    assertRefused(() -> journal.requireLead(2), " is closed: open it first");
  }

  @Test
  void aGapBeforeTheBatchIsRefused() {
    journal.open();
    journal.append(1, entries(1, 1, 2));

    assertRefused(
        () -> journal.append(1, entries(1, 4, 5)),
        ": entry 4 does not continue the sequence: 3 is next");
    assertRefused(
        () -> journal.append(1, entries(1, 2, 3)),
        ": entry 2 does not continue the sequence: 3 is next");
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 2));
  }

  @Test
  void aGapInsideTheBatchRefusesAllOfIt() {
    journal.open();

    assertRefused(
        () -> journal.append(1, List.of(entry(1, 1), entry(1, 2), entry(1, 4))),
        ": entry 4 does not continue the sequence: 3 is next");
    assertThat(readAfter(0)).isEmpty();
    journal.append(1, entries(1, 1, 1));
    assertThat(readAfter(0)).hasSize(1);
  }

  @Test
  void everyInstantIsKeptExactly() {
    List<Instant> times =
        List.of(
            Instant.EPOCH,
            Instant.parse("2026-03-01T12:00:00.000000001Z"),
            Instant.parse("2026-03-01T12:00:00.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("2300-01-01T00:00:00.5Z"),
            Instant.MIN,
            Instant.MAX);
    List<JournalEntry> entries = new ArrayList<>();
    for (Instant time : times) {
      entries.add(new JournalEntry(entries.size() + 1, 1, time, "TaskStarted", "{}"));
    }
    journal.open();
    journal.append(1, entries);
    reopen();

    assertThat(readAfter(0)).isEqualTo(entries);
  }

  @Test
  void everyTextIsKeptExactly() {
    String text = "{\"\u00fc\u4e16\ud83d\udea2\u0000\u0001\r\n'\"?\\\ufffd\ufeff\"}";
    JournalEntry entry = new JournalEntry(1, 1, TIME, "T\u00fcr", text);
    journal.open();
    journal.append(1, List.of(entry));
    reopen();

    assertThat(readAfter(0)).containsExactly(entry);
  }

  @Test
  void aLargePayloadIsKept() {
    String megabytes = "0123456789abcdef".repeat(1 << 19);
    JournalEntry entry = new JournalEntry(1, 1, TIME, "TaskDefinitionRegistered", megabytes);
    journal.open();
    journal.append(1, List.of(entry));
    journal.append(1, entries(1, 2, 2));
    reopen();

    assertThat(readAfter(0)).containsExactly(entry, entry(1, 2));
  }

  @Test
  void aLargeBatchIsKept() {
    journal.open();
    journal.append(1, entries(1, 1, 20_000));
    reopen();

    assertThat(readAfter(19_998)).isEqualTo(entries(1, 19_999, 20_000));
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 20_000));
  }

  @Test
  void aConsumersExceptionEndsTheReadingAndNothingElse() {
    journal.open();
    journal.append(1, entries(1, 1, 3));

    assertThatThrownBy(() ->
            journal.read(
                0,
                entry -> {
                  throw new IllegalStateException("enough at " + entry.sequence());
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough at 1");
    journal.append(1, entries(1, 4, 4));
    assertThat(readAfter(0)).isEqualTo(entries(1, 1, 4));
  }

  @Test
  void aJournalThatIsNotOpenIsRefused() {
    assertRefused(() -> readAfter(0), " is closed: open it first");
    journal.open();
    journal.close();
    assertRefused(() -> readAfter(0), " is closed: open it first");
    assertRefused(() -> journal.append(1, entries(1, 1, 1)), " is closed: open it first");
  }

  @Test
  void closingTwiceIsClosingOnce() {
    journal.open();
    journal.close();
    journal.close();

    assertThat(again(journal).open().epoch()).isEqualTo(2);
  }
}
