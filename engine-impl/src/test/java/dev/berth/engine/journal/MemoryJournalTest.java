package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContractTest {
  @Override
  Journal empty() {
    return Journals.inMemory();
  }

  @Override
  Journal again(Journal closed) {
    return closed;
  }

  @Test
  void itHasNoDirectory() {
    assertThat(journal.directory()).isEmpty();
  }

  @Test
  void openingItWithoutClosingItFencesTheEngineBefore() {
    journal.open();
    journal.append(1, entries(1, 1, 2));

    assertThat(journal.open().epoch()).isEqualTo(2);
    assertRefused(
        () -> journal.append(1, entries(1, 3, 3)),
        ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one");
  }
}
