package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class PostgresJournalTest extends JournalContractTest {
  private final PostgresServer server;
  private PostgresOptions place;

  PostgresJournalTest(PostgresServer server) {
    this.server = server;
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

  @Test
  void itHasNoDirectoryUnlessOneIsGiven() {
    assertThat(journal.directory()).isEmpty();
  }
}
