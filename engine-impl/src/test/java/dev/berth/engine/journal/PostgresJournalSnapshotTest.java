package dev.berth.engine.journal;

import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresJournalSnapshotTest extends JournalSnapshotContractTest {
  private final PostgresServer server;
  private PostgresOptions place;

  PostgresJournalSnapshotTest(PostgresServer server) {
    this.server = server;
    this.place = PostgresOptions.defaults();
  }

  @Override
  Journal empty() {
    place = PostgresOptions.defaults().schema(server.newSchema());
    return Journals.postgres(server.dataSource(), place);
  }

  @Override
  Journal again(Journal closed) {
    return Journals.postgres(server.dataSource(), place);
  }
}
