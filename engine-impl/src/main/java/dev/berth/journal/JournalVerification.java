package dev.berth.journal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What of a journal verifies. An engine begins with the newest snapshot that does, or with the
 * first entry if none was dropped, and needs every entry after that.
 *
 * @param first the number of the first entry that is kept
 * @param last the number of the entry that was appended last
 * @param verified the number of the last entry up to which all verify from the first one on
 * @param damage what is wrong with the next one, empty if all verify
 * @param snapshots the oldest first
 * @param beginning the snapshot that an engine begins with, 0 for the first entry; empty if there
 *     is nothing it can begin with
 * @param reached the number of the last entry up to which all verify from the beginning on, 0 if
 *     there is none
 */
public record JournalVerification(
    long first,
    long last,
    long verified,
    Optional<String> damage,
    List<Snapshot> snapshots,
    OptionalLong beginning,
    long reached) {
  /**
   * A snapshot.
   *
   * @param sequence of the last entry that it contains
   * @param damage what is wrong with it, empty if it verifies
   */
  public record Snapshot(long sequence, Optional<String> damage) {}

  public JournalVerification {
    snapshots = List.copyOf(snapshots);
  }

  /** Whether all of it verifies. */
  public boolean intact() {
    return damage.isEmpty() && snapshots.stream().allMatch(it -> it.damage().isEmpty());
  }

  /** Whether an engine can start on it, damaged as it may be, and loses nothing. */
  public boolean sufficient() {
    return beginning.isPresent() && reached == last;
  }
}
