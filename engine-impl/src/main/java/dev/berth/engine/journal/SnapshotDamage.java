package dev.berth.engine.journal;

import java.io.IOException;

/** A snapshot's file does not verify; the message says where in it, and why. */
final class SnapshotDamage extends IOException {
  private static final long serialVersionUID = 1L;

  SnapshotDamage(String message) {
    super(message);
  }
}
