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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may lead a journal in PostgreSQL, and what becomes of who may no longer. */
@Timeout(120)
@ExtendWith(PostgresExtension.class)
class PostgresLeaseTest {
  /** So long that nothing renews it while a test runs. */
  private static final Duration NEVER_RENEWED = Duration.ofMinutes(10);

  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final String STALE =
      ": epoch 1 is not the newest lease's, which is 2: another engine leads, stop this one";

  private final PostgresServer server;
  private final String schema;
  private final PostgresOptions place;
  private final List<Journal> made = new ArrayList<>();

  PostgresLeaseTest(PostgresServer server) {
    this.server = server;
    this.schema = server.newSchema();
    this.place = PostgresOptions.defaults().schema(schema);
  }

  @AfterEach
  void closeAll() {
    made.forEach(Journal::close);
  }

  @Test
  void aSecondEngineIsRefusedAtOnceIfItShallNotWait() {
    journal(place.holder("first").lease(NEVER_RENEWED)).open();

    assertThatThrownBy(() -> journal(place.standby(Duration.ZERO)).open())
        .isInstanceOf(JournalException.class)
        .hasMessageMatching(
            "journal 'test_\\d+\\.berth_' in PostgreSQL is led by 'first' \\(epoch 1\\) for another"
                + " (600\\.0|5\\d\\d\\.\\d) s, and this one waits no longer: close that engine, or"
                + " wait by PostgresOptions.standby");
  }

  @Test
  void anEngineThatIsStartedBesideALivingOneIsRefused() {
    journal(place.lease(Duration.ofSeconds(8))).open();

    assertThatThrownBy(() -> journal(place).open())
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("and renews its lease: close that engine");
  }

  @Test
  void anEngineThatIsStartedAfterOneThatDiedWaitsForTheEndOfItsLease() throws Exception {
    journal(place.lease(NEVER_RENEWED)).open();
    server.execute(
        "UPDATE %s SET expires = clock_timestamp() + interval '1 second'".formatted(table("lead")));

    assertThat(journal(place).open().epoch()).isEqualTo(2);
  }

  @Test
  void aStandbyLeadsAsSoonAsTheLeaderCloses() throws Exception {
    Journal leader = journal(place.lease(NEVER_RENEWED));
    leader.open();
    leader.append(1, entries(1, 1, 3));
    CompletableFuture<JournalLease> standby = openElsewhere(journal(place.standby(FOR_EVER)));
    assertThat(standby).isNotDone();

    leader.close();

    JournalLease lease = soon(standby);
    assertThat(lease.epoch()).isEqualTo(2);
    assertThat(lease.lastSequence()).isEqualTo(3);
  }

  @Test
  void ofSeveralThatBeginAtOnceEachLeadsOnce() throws Exception {
    List<CompletableFuture<Long>> epochs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Journal journal = journal(place.standby(FOR_EVER));
      epochs.add(
          openElsewhere(journal)
              .thenApply(lease -> {
                long epoch = lease.epoch();
                journal.append(epoch, entries(epoch, epoch, epoch));
                journal.close();
                return epoch;
              }));
    }

    List<Long> led = new ArrayList<>();
    for (CompletableFuture<Long> epoch : epochs) {
      led.add(soon(epoch));
    }
    assertThat(led).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void aStandbyThatIsInterruptedIsRefused() throws Exception {
    journal(place.lease(NEVER_RENEWED)).open();
    Journal standby = journal(place.standby(FOR_EVER));
    CompletableFuture<JournalLease> outcome = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              open(standby, outcome);
              interrupted.complete(Thread.currentThread().isInterrupted());
            });

    waiting.interrupt();

    assertThatThrownBy(() -> soon(outcome))
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("this thread was interrupted while it waited for");
    assertThat(soon(interrupted)).isTrue();
  }

  @Test
  void aStandbyThatIsClosedWaitsNoLonger() {
    journal(place.lease(NEVER_RENEWED)).open();
    Journal standby = journal(place.standby(FOR_EVER));
    CompletableFuture<JournalLease> outcome = openElsewhere(standby);
    while (!outcome.isDone()) {
      standby.close();
    }

    assertThatThrownBy(() -> soon(outcome))
        .hasMessageEndingWith("was closed while it waited for another engine to end");
  }

  @Test
  void theDatabaseRefusesWhoTakesItselfForTheLeader() throws Exception {
    Journal old = journal(place.lease(NEVER_RENEWED));
    old.open();
    old.append(1, entries(1, 1, 3));
    Journal successor = takeOver();
    successor.append(2, entries(2, 4, 4));

    old.requireLead(1);
    assertThatThrownBy(() -> old.append(1, entries(1, 4, 5))).hasMessageEndingWith(STALE);

    assertThatThrownBy(() -> old.append(1, entries(1, 4, 4)))
        .hasMessageEndingWith("failed before and takes nothing more: close it and open it again");
    assertThatThrownBy(() -> old.requireLead(1)).isInstanceOf(JournalException.class);
    successor.append(2, entries(2, 5, 5));
    assertThat(read(successor)).isEqualTo(concat(entries(1, 1, 3), entries(2, 4, 5)));
  }

  @Test
  void anAppendThatBeganBeforeTheTakeoverIsRefusedAfterIt() throws Exception {
    Journal old = journal(place.lease(NEVER_RENEWED));
    old.open();
    old.append(1, entries(1, 1, 3));
    Journal successor;
    CompletableFuture<Void> append;
    try (TestTransaction inTheWay = new TestTransaction(server)) {
      // A statement has its tables before it looks at a row; a takeover only reads this one.
      inTheWay.execute("LOCK TABLE %s IN SHARE MODE".formatted(table("event")));
      append = CompletableFuture.runAsync(() -> old.append(1, entries(1, 4, 5)));
      inTheWay.awaitBlocked();

      successor = takeOver();
    }

    assertThatThrownBy(() -> soon(append)).hasMessageEndingWith(STALE);
    assertThat(read(successor)).isEqualTo(entries(1, 1, 3));
  }

  @Test
  void aTakeoverWaitsForAnAppendThatIsUnderWay() throws Exception {
    Journal old = journal(place.lease(NEVER_RENEWED));
    old.open();
    old.append(1, entries(1, 1, 3));
    CompletableFuture<Void> append;
    CompletableFuture<JournalLease> lease;
    Journal successor = journal(place.standby(FOR_EVER));
    try (TestTransaction inTheWay = new TestTransaction(server)) {
      // The append waits to see whether number 5 is given to it or to this transaction.
      inTheWay.execute(
          "INSERT INTO %s VALUES (5, 1, 0, 0, '', '', '', 0)".formatted(table("event")));
      append = CompletableFuture.runAsync(() -> old.append(1, entries(1, 4, 5)));
      int appending = inTheWay.awaitBlocked();
      expire();
      lease = openElsewhere(successor);
      server.awaitBlockedBy(appending);
      assertThat(lease).isNotDone();
    }

    soon(append);
    assertThat(soon(lease).lastSequence()).isEqualTo(5);
    assertThat(read(successor)).isEqualTo(entries(1, 1, 5));
  }

  @Test
  void aLeaderThatIsSupersededIsToldByItsNextRenewal() throws Exception {
    Journal old = journal(place.lease(Duration.ofSeconds(12)));
    old.open();
    CompletableFuture<Void> told = new CompletableFuture<>();
    old.onLost(() -> told.complete(null));
    Journal successor = takeOver();

    soon(told);
    assertThatThrownBy(() -> old.requireLead(1)).hasMessageEndingWith(STALE);
    assertThatThrownBy(() -> old.append(1, entries(1, 1, 1))).hasMessageEndingWith(STALE);
    successor.append(2, entries(2, 1, 1));
  }

  @Test
  void aListenerThatComesTooLateIsToldAtOnce() {
    ManualClock clock = new ManualClock();
    Journal journal = journal(clock);
    journal.open();
    clock.pass(Duration.ofMinutes(8));
    assertThatThrownBy(() -> journal.requireLead(1)).isInstanceOf(JournalException.class);
    CompletableFuture<Void> told = new CompletableFuture<>();

    journal.onLost(() -> told.complete(null));

    assertThat(told).isCompleted();
  }

  @Test
  void aLeaderWhoseLeaseIsOverByItsOwnClockSendsNothing() {
    ManualClock clock = new ManualClock();
    Journal journal = journal(clock);
    journal.open();
    journal.append(1, entries(1, 1, 1));
    clock.pass(Duration.ofMinutes(8).minusNanos(1));
    journal.requireLead(1);
    clock.pass(Duration.ofNanos(1));

    String lapsed =
        ": the lease of epoch 1 was last renewed 480.0 s ago and lasts 600.0 s: another engine may"
            + " lead, stop this one";
    assertThatThrownBy(() -> journal.requireLead(1)).hasMessageEndingWith(lapsed);
    assertThatThrownBy(() -> journal.append(1, entries(1, 2, 2))).hasMessageEndingWith(lapsed);
    assertThat(journal.open().lastSequence()).as("it can be opened again").isEqualTo(1);
  }

  @Test
  void aMachineThatWasSuspendedKnowsItByItsWallClock() {
    ManualClock clock = new ManualClock();
    Journal journal = journal(clock);
    journal.open();
    clock.suspend(Duration.ofMinutes(8));

    assertThatThrownBy(() -> journal.requireLead(1)).hasMessageContaining("was last renewed 480.0");
  }

  @Test
  void aWallClockThatIsSetBackKeepsNoLeaseAlive() {
    ManualClock clock = new ManualClock();
    Journal journal = journal(clock);
    journal.open();
    clock.suspend(Duration.ofDays(-1));
    journal.requireLead(1);
    clock.pass(Duration.ofMinutes(8));

    assertThatThrownBy(() -> journal.requireLead(1)).hasMessageContaining("was last renewed 480.0");
  }

  @Test
  void aLeaseIsRenewedForAsLongAsTheJournalIsOpen() throws Exception {
    Journal journal = journal(place.lease(Duration.ofSeconds(8)));
    journal.open();
    String before = expires();

    server.awaitTrue(
        "SELECT expires > '%s'::timestamptz + interval '3 seconds' FROM %s"
            .formatted(before, table("lead")));

    journal.requireLead(1);
    journal.close();
    assertThat(server.query("SELECT expires <= clock_timestamp() FROM " + table("lead")))
        .isEqualTo("t");
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    Set<Thread> before = leaseThreads();
    Journal journal = journal(place);
    journal.open();
    Set<Thread> made = new HashSet<>(leaseThreads());
    made.removeAll(before);
    assertThat(made).isNotEmpty();

    journal.close();

    for (Thread thread : made) {
      assertThat(thread.join(Duration.ofMinutes(1))).isTrue();
    }
  }

  private static Set<Thread> leaseThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().equals("berth-lease"))
        .collect(Collectors.toSet());
  }

  private Journal journal(PostgresOptions options) {
    Journal journal = Journals.postgres(server.dataSource(), options);
    made.add(journal);
    return journal;
  }

  private Journal journal(LeaseClock clock) {
    PostgresSettings settings =
        new PostgresSettings(
            new PostgresSettings.Place(Optional.of(schema), "berth_", Optional.empty(), true),
            new PostgresSettings.Leadership("by hand", NEVER_RENEWED, Optional.empty()));
    Journal journal = new PostgresJournal(server.dataSource(), settings, clock);
    made.add(journal);
    return journal;
  }

  /** Another engine leads, although the first one takes itself for the leader. */
  private Journal takeOver() throws SQLException {
    expire();
    Journal successor = journal(place);
    successor.open();
    return successor;
  }

  private void expire() throws SQLException {
    server.execute("UPDATE %s SET expires = 'epoch'".formatted(table("lead")));
  }

  private String expires() throws SQLException {
    return server.query("SELECT expires FROM " + table("lead"));
  }

  private String table(String name) {
    return schema + ".berth_" + name;
  }

  private static CompletableFuture<JournalLease> openElsewhere(Journal journal) {
    CompletableFuture<JournalLease> outcome = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> open(journal, outcome));
    return outcome;
  }

  private static void open(Journal journal, CompletableFuture<JournalLease> outcome) {
    try {
      outcome.complete(journal.open());
    } catch (RuntimeException refusal) {
      outcome.completeExceptionally(refusal);
    }
  }

  private static <T> T soon(CompletableFuture<T> future) throws Exception {
    return future.get(60, TimeUnit.SECONDS);
  }

  private static List<JournalEntry> read(Journal journal) {
    List<JournalEntry> read = new ArrayList<>();
    journal.read(0, read::add);
    return read;
  }

  private static List<JournalEntry> concat(List<JournalEntry> first, List<JournalEntry> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Clocks that a test moves. */
  private static final class ManualClock implements LeaseClock {
    private volatile Duration monotonic = Duration.ofHours(1);
    private volatile Duration wall = Duration.ofDays(20_000);

    void pass(Duration time) {
      monotonic = monotonic.plus(time);
      wall = wall.plus(time);
    }

    void suspend(Duration time) {
      wall = wall.plus(time);
    }

    @Override
    public long nanos() {
      return monotonic.toNanos();
    }

    @Override
    public long millis() {
      return wall.toMillis();
    }
  }
}
