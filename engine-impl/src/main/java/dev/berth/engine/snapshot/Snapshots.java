package dev.berth.engine.snapshot;

import dev.berth.JournalException;
import dev.berth.engine.state.EngineState;
import dev.berth.engine.state.StateImage;
import dev.berth.spi.Journal;
import dev.berth.spi.JournalLease;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a snapshot written when replaying would take longer than loading one: after so many events,
 * and no sooner than the state has tasks. The loop only takes the image, which copies no task;
 * writing, and dropping the entries nobody needs any more, is done beside it, one at a time.
 */
public final class Snapshots {
  /**
   * How a journal is kept short.
   *
   * @param every how many events are between two snapshots at least
   * @param kept how many events before the newest snapshot are kept for readers
   */
  public record Terms(int every, long kept) {}

  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** Small, so that an append that waits meanwhile does not wait for long. */
  private static final int DROPPED_AT_ONCE = 500;

  private final Journal journal;
  private final JournalLease lease;
  private final SnapshotCodec codec;
  private final Terms terms;
  private final Executor background;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean ended;

  /** The position of the newest image, which may still be written, or never be. */
  private long taken;

  /** The position of the newest that is kept. */
  private volatile long kept;

  /**
   * Snapshots of what {@code lease} leads.
   *
   * @param newest the sequence number of the newest snapshot, 0 if there is none
   * @param background where they are written
   */
  public Snapshots(
      Journal journal, JournalLease lease, long newest, Terms terms, Executor background) {
    this.journal = journal;
    this.lease = lease;
    this.taken = newest;
    this.kept = newest;
    this.terms = terms;
    this.background = background;
    this.codec = new SnapshotCodec();
  }

  /**
   * What has the state written as it is now, if it is time; to be run once it is durable. On the
   * loop's thread.
   */
  public Optional<Runnable> due(EngineState state) {
    long least = Math.max(terms.every(), state.taskCount());
    if (state.sequence() - taken < least || !busy.compareAndSet(false, true)) {
      return Optional.empty();
    }
    StateImage image = state.image();
    taken = image.sequence();
    return Optional.of(() -> background.execute(() -> write(image)));
  }

  private void write(StateImage image) {
    try {
      keep(image);
    } catch (CancellationException cancelled) {
      LOG.debug("the snapshot at {} is given up, because the engine ends", image.sequence());
    } catch (RuntimeException failure) {
      // The journal goes on without it, and the next one is due as if this one had been written.
      LOG.warn("no snapshot at {}: {}", image.sequence(), failure.toString());
    } finally {
      busy.set(false);
    }
  }

  private synchronized void keep(StateImage image) {
    journal.writeSnapshot(lease.epoch(), image.sequence(), untilEnded(codec.encode(image)));
    kept = image.sequence();
    long last = image.sequence() - terms.kept();
    while (!ended && last > 0 && journal.drop(lease.epoch(), last, DROPPED_AT_ONCE) > 0) {
      LOG.trace("dropped {} entries", DROPPED_AT_ONCE);
    }
  }

  private Iterator<byte[]> untilEnded(Iterator<byte[]> chunks) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return chunks.hasNext();
      }

      @Override
      public byte[] next() {
        if (ended) {
          throw new CancellationException("the engine ends");
        }
        return chunks.next();
      }
    };
  }

  /** Gives up what is being written, and waits until nothing is; the journal can be closed then. */
  public void end() {
    ended = true;
    synchronized (this) {
      LOG.trace("nothing is being written any more");
    }
  }

  /**
   * Writes a last one, so that the next start is short, if there is more to replay than to load;
   * after {@link #end}, when the loop has stopped and all it decided is durable.
   */
  public synchronized void writeLast(EngineState state) {
    // Nobody waits for the loop any more, so a last one pays sooner than one beside its work.
    if (state.sequence() - kept >= Math.max(terms.every() / 10, state.taskCount() / 4)) {
      StateImage image = state.image();
      try {
        journal.writeSnapshot(lease.epoch(), image.sequence(), codec.encode(image));
      } catch (JournalException failure) {
        LOG.warn("no snapshot at {}: {}", image.sequence(), failure.getMessage());
      }
    }
  }
}
