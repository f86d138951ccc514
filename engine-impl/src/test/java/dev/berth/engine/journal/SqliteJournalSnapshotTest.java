package dev.berth.engine.journal;

import dev.berth.journal.Journals;
import dev.berth.spi.Journal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalSnapshotTest extends JournalSnapshotContractTest {
  @TempDir Path temporary;
  Path directory;

  @Override
  Journal empty() {
    directory = temporary.resolve("journal");
    return Journals.directory(directory);
  }

  @Override
  Journal again(Journal closed) {
    return Journals.directory(directory);
  }
}
