package dev.berth.spi;

import java.util.Arrays;

/**
 * An engine's whole state as of one journal entry.
 *
 * @param sequence of the last entry the state contains
 * @param payload the state in the engine's encoding
 */
public record JournalSnapshot(long sequence, byte[] payload) {
  @Override
  public boolean equals(Object other) {
    return other instanceof JournalSnapshot that
        && sequence == that.sequence
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence) * 31 + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "snapshot at " + sequence + " (" + payload.length + " bytes)";
  }
}
