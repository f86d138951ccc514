package dev.berth.engine.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A walk along the rows of a journal that refuses the first one that does not verify. A row
 * verifies if its number is the next one, its checksum matches, and it carries the hash of the row
 * before; the first of a walk is held against the {@link Link} where the walk begins. Where the
 * journal itself knows an entry's hash, which is at its end and at its snapshots, the row must have
 * that one.
 */
final class ChainWalk {
  private final JournalDamage damage;
  private final HashChain chain = new HashChain();
  private final JournalMeta meta;
  private long last;
  private HashChain.@Nullable Hash hash;

  private ChainWalk(
      JournalDamage damage, JournalMeta meta, long last, HashChain.@Nullable Hash hash) {
    this.damage = damage;
    this.meta = meta;
    this.last = last;
    this.hash = hash;
  }

  /**
   * A walk over what follows {@code sequence}. If the journal does not know the hash of that entry,
   * the walk begins with it, and verifies it by its checksum alone.
   */
  static ChainWalk after(long sequence, JournalMeta meta, JournalDamage damage) {
    for (Link known : known(meta)) {
      if (known.sequence() == sequence) {
        return new ChainWalk(damage, meta, sequence, known.hash());
      }
    }
    return at(sequence, meta, damage);
  }

  /** A walk that begins with the entry of that number, verified by its checksum alone. */
  static ChainWalk at(long sequence, JournalMeta meta, JournalDamage damage) {
    return new ChainWalk(damage, meta, sequence - 1, null);
  }

  private static List<Link> known(JournalMeta meta) {
    List<Link> known = new ArrayList<>();
    known.add(meta.dropped());
    meta.snapshots().forEach(snapshot -> known.add(snapshot.at()));
    known.add(meta.end());
    return known;
  }

  /** The number of the row that comes next. */
  long next() {
    return last + 1;
  }

  /** Whether the journal had ended here when the walk began. */
  boolean ended() {
    return last >= meta.end().sequence();
  }

  /**
   * Walks to the end and hands over each row once it verifies.
   *
   * @param slices gives rows from a number on, in order, and none if there are none
   */
  void toEnd(LongFunction<List<StoredRow>> slices, Consumer<StoredRow> consumer) {
    while (!ended()) {
      List<StoredRow> slice = slices.apply(next());
      if (slice.isEmpty()) {
        pass(null);
      }
      for (StoredRow row : slice) {
        if (!ended()) {
          pass(row);
          consumer.accept(row);
        }
      }
    }
  }

  /** Where the walk is. */
  Optional<Link> link() {
    return Optional.ofNullable(hash).map(passed -> new Link(last, passed));
  }

  /** Refuses {@code row} if it is not the next one, intact. */
  void pass(@Nullable StoredRow row) {
    long expected = next();
    if (row == null) {
      throw damage.at(expected, "the entry is missing");
    }
    if (row.sequence() != expected) {
      throw damage.at(expected, "entry " + row.sequence() + " stands in its place");
    }
    if (!row.intact(chain)) {
      throw damage.at(expected, "the checksum does not match");
    }
    if (hash != null && !hash.equals(row.previous())) {
      throw damage.at(expected, "it does not follow from the entry before");
    }
    HashChain.Hash passed = chain.hash(row);
    requireKnown(new Link(expected, passed));
    last = expected;
    hash = passed;
  }

  private void requireKnown(Link passed) {
    if (passed.sequence() == meta.end().sequence() && !passed.equals(meta.end())) {
      throw damage.at(passed.sequence(), "it is not the entry that was appended last");
    }
    for (SnapshotRegistration snapshot : meta.snapshots()) {
      if (passed.sequence() == snapshot.sequence() && !passed.equals(snapshot.at())) {
        throw damage.at(
            passed.sequence(), "it is not the entry that was there when a snapshot was written");
      }
    }
  }
}
