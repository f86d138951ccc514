package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import dev.berth.JournalException;
import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/** Where a journal in PostgreSQL is, and what is refused before it is made. */
@ExtendWith(PostgresExtension.class)
class PostgresPlaceTest {
  private final PostgresServer server;
  private final PostgresOptions place;

  PostgresPlaceTest(PostgresServer server) {
    this.server = server;
    this.place = PostgresOptions.defaults().schema(server.newSchema());
  }

  @Test
  void severalEnginesShareASchemaByTheirPrefixes() {
    try (Journal first = Journals.postgres(server.dataSource(), place.tablePrefix("first_"));
        Journal second = Journals.postgres(server.dataSource(), place.tablePrefix("second_"))) {
      assertThat(first.open().engineId()).isNotEqualTo(second.open().engineId());
      first.append(1, JournalFixture.entries(1, 1, 3));

      second.read(
          0,
          entry -> {
            throw new AssertionError("the second journal has " + entry);
          });
    }
  }

  @Test
  void withoutASchemaTheFirstOfTheSearchPathIsTaken() throws Exception {
    server.execute("CREATE SCHEMA chosen");
    PGSimpleDataSource dataSource = server.dataSource();
    dataSource.setCurrentSchema("chosen");
    try (Journal journal = Journals.postgres(dataSource)) {
      journal.open();
    }

    assertThat(server.query("SELECT count(*) FROM chosen.berth_event")).isEqualTo("0");
  }

  @Test
  void aSearchPathThatLeadsNowhereIsRefused() {
    PGSimpleDataSource dataSource = server.dataSource();
    dataSource.setCurrentSchema("nowhere");

    assertRefused(
        () -> Journals.postgres(dataSource).open(),
        "journal 'berth_' in PostgreSQL: no schema of the connection's search_path exists: name"
            + " one by PostgresOptions.schema");
  }

  @Test
  void aServerThatForgetsIsRefusedUnlessThatIsAccepted() {
    PGSimpleDataSource dataSource = server.dataSource();
    dataSource.setOptions("-c synchronous_commit=off");

    assertThatThrownBy(() -> Journals.postgres(dataSource, place).open())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("the server has synchronous_commit = off");
    try (Journal journal = Journals.postgres(dataSource, place.unsynced())) {
      assertThat(journal.open().epoch()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=berth");

    assertThatThrownBy(() -> Journals.postgres(dataSource).open())
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("journal 'berth_' in PostgreSQL cannot be opened: ");
  }

  @Test
  void anotherDatabaseIsRefused() {
    assertThatThrownBy(() -> Journals.postgres(new SQLiteDataSource()).open())
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("journal 'berth_' in PostgreSQL");
  }

  @Test
  void whatCannotBeAnOptionIsRefusedWhenItIsGiven() {
    assertInvalid(() -> place.lease(Duration.ofMillis(999)), "lease (PT0.999S) must be between");
    assertInvalid(() -> place.lease(Duration.ofMinutes(11)), "lease (PT11M) must be between");
    assertInvalid(() -> place.standby(Duration.ofMillis(-1)), "standby (PT-0.001S) must not be");
    assertInvalid(() -> place.schema("Shop"), "schema 'Shop' must match");
    assertInvalid(() -> place.tablePrefix("a\"b"), "tablePrefix 'a\"b' must match");
    assertInvalid(() -> place.holder(" "), "holder ' ' must have 1 to 200 characters");
  }

  @Test
  void itsDirectoryIsTheOneGiven() {
    Path directory = Path.of("some", "where");

    assertThat(Journals.postgres(server.dataSource(), place.directory(directory)).directory())
        .contains(directory.toAbsolutePath());
    assertThat(Journals.postgres(server.dataSource(), place).directory()).isEmpty();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(JournalException.class).hasMessage(message);
  }

  private static void assertInvalid(ThrowingCallable call, String beginning) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageStartingWith(beginning);
  }
}
