package dev.berth.engine.journal;

/**
 * A place in the chain of entries: what follows must carry its hash.
 *
 * @param sequence of the entry, 0 for the beginning
 * @param hash of the entry, or of the engine id for the beginning
 */
record Link(long sequence, HashChain.Hash hash) {
  /** What the first entry of all follows. */
  static Link beginning(String engineId) {
    return new Link(0, HashChain.beginning(engineId));
  }
}
