package dev.berth.spi;

import java.time.Instant;
import java.util.Arrays;

/**
 * One event as a journal keeps it. The journal itself adds checksum and hash chain.
 *
 * @param sequence from 1, without gaps
 * @param epoch of the lease under which it was appended
 * @param time when the event was decided
 * @param type the event's simple name
 * @param payload the event in the engine's encoding
 */
public record JournalEntry(long sequence, long epoch, Instant time, String type, byte[] payload) {
  @Override
  public boolean equals(Object other) {
    return other instanceof JournalEntry that
        && sequence == that.sequence
        && epoch == that.epoch
        && time.equals(that.time)
        && type.equals(that.type)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence) * 31 + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return sequence + " " + type + " (" + payload.length + " bytes)";
  }
}
