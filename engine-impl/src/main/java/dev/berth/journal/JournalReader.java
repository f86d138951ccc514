package dev.berth.journal;

import dev.berth.JournalException;
import dev.berth.engine.journal.EventCodec;
import dev.berth.engine.journal.SqliteArchive;
import dev.berth.event.EventRecord;
import dev.berth.spi.JournalSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Reads a journal that {@link Journals#directory} made, without an engine: it takes no lease and
 * changes no byte, so an engine that opens the journal afterwards finds it as it was left.
 *
 * <p>A journal that an engine has open is refused. Do not start an engine on it in the same process
 * while a reader is open: on POSIX systems closing the reader would give up the engine's lock. An
 * engine of another process is not kept out; what was read is then refused.
 *
 * <p>If the engine was killed, its write-ahead log is still beside the journal, and both are copied
 * to the temporary directory to be read there.
 *
 * <p>For one thread at a time.
 */
public final class JournalReader implements AutoCloseable {
  private final Path directory;
  private final SqliteArchive archive;

  private JournalReader(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
    this.archive = new SqliteArchive(directory);
  }

  /**
   * Opens the journal in {@code directory}.
   *
   * @throws JournalException if there is none, an engine has it open, it cannot be read, or what
   *     says where it begins and ends does not verify
   */
  public static JournalReader open(Path directory) {
    return new JournalReader(directory);
  }

  /** The id of the engine whose journal it is. */
  public String engineId() {
    return archive.engineId();
  }

  /** How often the engine was started. */
  public long epoch() {
    return archive.epoch();
  }

  /** The number of the first event that is kept; those before were dropped. */
  public long firstSequence() {
    return archive.dropped() + 1;
  }

  /** The number of the last event, 0 if there is none. */
  public long lastSequence() {
    return archive.last();
  }

  /**
   * Hands over every event after {@code sequence}, in order.
   *
   * @throws JournalException at the first that does not verify or was not written by this version
   *     or an older one, or if events after {@code sequence} were dropped
   */
  public void read(long sequence, Consumer<RecordedEvent> consumer) {
    EventCodec codec = new EventCodec();
    archive.read(
        sequence,
        entry -> {
          EventRecord event = codec.toRecord(entry);
          consumer.accept(
              new RecordedEvent(event.sequence(), entry.epoch(), event.time(), event.event()));
        });
  }

  /** Reads everything there is and says what of it verifies. */
  public JournalVerification verify() {
    List<JournalVerification.Snapshot> snapshots = new ArrayList<>();
    for (SqliteArchive.FoundSnapshot found : archive.snapshots()) {
      snapshots.add(new JournalVerification.Snapshot(found.sequence(), found.damage()));
    }
    SqliteArchive.Reach all = archive.reach(archive.dropped());
    OptionalLong beginning = beginning(snapshots);
    long reached = beginning.isPresent() ? archive.reach(beginning.getAsLong()).sequence() : 0;
    return new JournalVerification(
        firstSequence(),
        lastSequence(),
        all.sequence(),
        all.damage(),
        snapshots,
        beginning,
        reached);
  }

  private OptionalLong beginning(List<JournalVerification.Snapshot> snapshots) {
    for (JournalVerification.Snapshot snapshot : snapshots.reversed()) {
      if (snapshot.damage().isEmpty()) {
        return OptionalLong.of(snapshot.sequence());
      }
    }
    return archive.dropped() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /**
   * What the engine knew after the event at {@code sequence}.
   *
   * @throws JournalException if there is no such event, those that are needed were dropped, or one
   *     of them does not verify
   */
  public JournalState at(long sequence) {
    if (sequence < 0 || sequence > lastSequence()) {
      throw new JournalException(
          "journal %s has no event %d: its last one is %d"
              .formatted(directory, sequence, lastSequence()));
    }
    Optional<JournalSnapshot> snapshot = archive.snapshotUpTo(sequence);
    if (snapshot.isEmpty() && archive.dropped() > 0) {
      throw new JournalException(
          "journal %s does not know its state at %d: the first %d events were dropped, and no snapshot that verifies is that old%s"
              .formatted(directory, sequence, archive.dropped(), oldest()));
    }
    StateReplay replay = new StateReplay(snapshot);
    if (replay.sequence() < sequence) {
      archive.readUpTo(replay.sequence(), sequence, replay::apply);
    }
    return replay.show();
  }

  private String oldest() {
    return archive.snapshots().stream()
        .filter(it -> it.damage().isEmpty())
        .findFirst()
        .map(it -> ": it can be shown from %d on".formatted(it.sequence()))
        .orElse("");
  }

  /**
   * Writes a journal that ends with the last event an engine could read, into a directory of its
   * own. This one stays as it is.
   *
   * @param sequence the number of that event, as {@link JournalVerification#reached} tells
   * @param target a directory that does not exist
   * @throws JournalException if an engine can read all of it, or {@code sequence} is not that event
   */
  public void cut(long sequence, Path target) {
    JournalVerification verification = verify();
    if (verification.beginning().isEmpty()) {
      throw new JournalException(
          "journal %s cannot be cut: no snapshot verifies, and the first %d events were dropped: restore it from a copy"
              .formatted(directory, archive.dropped()));
    }
    if (verification.sufficient()) {
      throw new JournalException(
          "journal %s needs no cut: all that an engine begins with and reads verifies, up to event %d, which is the last"
              .formatted(directory, lastSequence()));
    }
    if (sequence != verification.reached()) {
      throw new JournalException(
          "journal %s is not cut at %d: the last event that verifies is %d, and it can be cut there only"
              .formatted(directory, sequence, verification.reached()));
    }
    archive.cut(from(verification, sequence), sequence, target);
  }

  /** The oldest place from which on all up to {@code sequence} verifies. */
  private long from(JournalVerification verification, long sequence) {
    List<Long> places = new ArrayList<>();
    places.add(archive.dropped());
    verification.snapshots().stream()
        .filter(it -> it.damage().isEmpty())
        .forEach(it -> places.add(it.sequence()));
    return places.stream()
        .filter(place -> archive.reach(place).sequence() >= sequence)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    archive.close();
  }
}
