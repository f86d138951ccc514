package dev.berth.engine.journal;

/**
 * What the journal itself knows of a snapshot that lies beside it.
 *
 * @param at the last entry that it contains
 * @param sha256 over its file up to the trailer, as 64 hexadecimal digits
 */
record SnapshotRegistration(Link at, String sha256) {
  long sequence() {
    return at.sequence();
  }
}
