package dev.berth.engine.journal;

import static dev.berth.engine.journal.JournalFixture.entries;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalEntry;
import dev.berth.spi.JournalLease;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connection or the server goes away, and what was appended is neither lost nor doubled. */
@ExtendWith(PostgresExtension.class)
@Timeout(180)
class PostgresOutageTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final PostgresServer server;
  private final String schema;
  private final PostgresOptions place;
  private Journal journal;

  PostgresOutageTest(PostgresServer server) {
    this.server = server;
    this.schema = server.newSchema();
    this.place = PostgresOptions.defaults().schema(schema).lease(LONG);
    this.journal = Journals.postgres(server.dataSource(), place);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void aConnectionThatIsCutWithinAnAppendLeavesItsOutcomeUnknown() throws Exception {
    journal.open();
    journal.append(1, entries(1, 1, 3));
    CompletableFuture<Void> append;
    try (TestTransaction inTheWay = new TestTransaction(server)) {
      inTheWay.execute("LOCK TABLE %s IN SHARE MODE".formatted(table("event")));
      append = CompletableFuture.runAsync(() -> journal.append(1, entries(1, 4, 5)));
      server.execute("SELECT pg_terminate_backend(%d)".formatted(inTheWay.awaitBlocked()));

      assertThatThrownBy(() -> append.get(60, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(JournalException.class)
          .hasMessageContaining(": appending entries 4 to 5 failed: ")
          .hasMessageEndingWith(
              ": whether they were kept is unknown, open the journal again to learn it");
    }
    assertTakesNothingMore();

    JournalLease lease = journal.open();
    assertThat(lease.lastSequence()).isEqualTo(3);
    journal.append(lease.epoch(), entries(lease.epoch(), 4, 4));
    assertThat(read()).hasSize(4).startsWith(entries(1, 1, 3).toArray(JournalEntry[]::new));
  }

  @Test
  void anAppendWhoseAnswerWasLostIsFoundWhenTheJournalIsOpenedAgain() {
    AtomicBoolean deaf = new AtomicBoolean();
    journal = Journals.postgres(deafAfterUpdates(deaf), place);
    journal.open();
    journal.append(1, entries(1, 1, 3));
    deaf.set(true);
    assertThatThrownBy(() -> journal.append(1, entries(1, 4, 5)))
        .hasMessageContaining("whether they were kept is unknown");
    deaf.set(false);
    assertTakesNothingMore();

    JournalLease lease = journal.open();
    assertThat(lease.lastSequence()).isEqualTo(5);
    journal.append(lease.epoch(), entries(lease.epoch(), 6, 6));
    assertThat(read()).hasSize(6).startsWith(entries(1, 1, 5).toArray(JournalEntry[]::new));
  }

  @Test
  void aLeaderThatFailedGivesItsLeaseBackThoughNobodyClosesIt() throws Exception {
    AtomicBoolean deaf = new AtomicBoolean();
    journal = Journals.postgres(deafAfterUpdates(deaf), place);
    journal.open();
    deaf.set(true);
    assertThatThrownBy(() -> journal.append(1, entries(1, 1, 1)))
        .hasMessageContaining("is unknown");
    deaf.set(false);

    try (Journal successor =
        Journals.postgres(server.dataSource(), place.standby(Duration.ofDays(1)))) {
      CompletableFuture<JournalLease> lease = CompletableFuture.supplyAsync(successor::open);
      assertThat(lease.get(60, TimeUnit.SECONDS).epoch()).isEqualTo(2);
    }
  }

  @Test
  void aLeaderSurvivesARestartOfTheDatabaseBetweenTwoAppends() throws Exception {
    try (PostgresServer own = PostgresServer.start(PostgresServer.programs().orElseThrow())) {
      journal = Journals.postgres(own.dataSource(), place);
      JournalLease lease = journal.open();
      journal.append(1, entries(1, 1, 3));
      long idle = System.nanoTime();
      own.restart();
      while (System.nanoTime() - idle < PostgresSession.FRESH.toNanos()) {
        own.query("SELECT 1");
      }

      journal.append(1, entries(1, 4, 5));

      journal.requireLead(1);
      assertThat(read()).isEqualTo(entries(1, 1, 5));
      journal.close();
      assertThat(journal.open()).isEqualTo(new JournalLease(lease.engineId(), 2, 5));
      journal.close();
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesACrashOfTheDatabaseUnderLoad() throws Exception {
    try (PostgresServer own = PostgresServer.start(PostgresServer.programs().orElseThrow())) {
      journal = Journals.postgres(own.dataSource(), place);
      List<JournalEntry> kept = new ArrayList<>();
      for (int round = 1; round <= 3; round++) {
        long epoch = journal.open().epoch();
        CompletableFuture<Long> busy = new CompletableFuture<>();
        CompletableFuture<Long> acknowledged =
            CompletableFuture.supplyAsync(() -> appendUntilRefused(epoch, kept.size(), busy));
        busy.get(60, TimeUnit.SECONDS);
        own.restart();
        long last = acknowledged.get(60, TimeUnit.SECONDS);

        JournalLease lease = journal.open();
        List<JournalEntry> found = read();
        assertThat(found).hasSize((int) lease.lastSequence());
        assertThat(lease.lastSequence()).isBetween(last, last + 3);
        assertThat(found.subList(0, kept.size())).isEqualTo(kept);
        kept.clear();
        kept.addAll(found);
        journal.close();
      }
    }
  }

  /** Appends three at a time; gives the last one that was acknowledged. */
  private long appendUntilRefused(long epoch, long last, CompletableFuture<Long> busy) {
    for (int batches = 0; ; batches++) {
      try {
        journal.append(epoch, entries(epoch, last + 1, last + 3));
      } catch (JournalException cut) {
        return last;
      }
      last += 3;
      if (batches == 20) {
        busy.complete(last);
      }
    }
  }

  private void assertTakesNothingMore() {
    assertThatThrownBy(() -> journal.append(1, entries(1, 6, 6)))
        .hasMessageEndingWith("failed before and takes nothing more: close it and open it again");
    assertThatThrownBy(() -> journal.requireLead(1)).isInstanceOf(JournalException.class);
  }

  private List<JournalEntry> read() {
    List<JournalEntry> read = new ArrayList<>();
    journal.read(0, read::add);
    return read;
  }

  private String table(String name) {
    return schema + ".berth_" + name;
  }

  /** A data source whose connections lose the answer to what they changed. */
  private DataSource deafAfterUpdates(AtomicBoolean deaf) {
    return proxy(DataSource.class, server.dataSource(), deaf);
  }

  private static <T> T proxy(Class<T> type, Object real, AtomicBoolean deaf) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("executeUpdate") && deaf.get()) {
                  throw new SQLException("the connection was reset");
                }
                if (result instanceof PreparedStatement) {
                  return proxy(PreparedStatement.class, result, deaf);
                }
                return result instanceof Connection
                    ? proxy(Connection.class, result, deaf)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
