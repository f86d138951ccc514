package dev.berth.engine.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a journal in tables knows of itself: whose it is, who leads it, where it begins and ends,
 * and which snapshots lie beside it. So entries missing at either end are noticed like entries
 * missing in the middle. SQLite's meta table is written in the transaction of each change;
 * PostgreSQL's lead table is not written by appends, so there the end is one that was there at the
 * last renewal.
 *
 * @param engineId the same for ever
 * @param epoch of the newest lease
 * @param end the newest entry that is known, or the beginning if there is none
 * @param dropped the newest entry that was dropped, or the beginning if there is none
 * @param snapshots at most two, the oldest first
 */
record JournalMeta(
    String engineId, long epoch, Link end, Link dropped, List<SnapshotRegistration> snapshots) {
  /** Raised with each change of the tables that an older version cannot read. */
  static final int FORMAT = 2;

  /** The format before snapshots: no entry was ever dropped. */
  static final int FORMAT_WITHOUT_SNAPSHOTS = 1;

  JournalMeta {
    snapshots = List.copyOf(snapshots);
  }

  /** An empty journal nobody led yet. */
  static JournalMeta of(String engineId) {
    Link beginning = Link.beginning(engineId);
    return new JournalMeta(engineId, 0, beginning, beginning, List.of());
  }

  JournalMeta withEpoch(long changed) {
    return new JournalMeta(engineId, changed, end, dropped, snapshots);
  }

  JournalMeta withEnd(Link changed) {
    return new JournalMeta(engineId, epoch, changed, dropped, snapshots);
  }

  JournalMeta withDropped(Link changed) {
    return new JournalMeta(engineId, epoch, end, changed, snapshots);
  }

  JournalMeta withSnapshots(List<SnapshotRegistration> changed) {
    return new JournalMeta(engineId, epoch, end, dropped, changed);
  }

  Tail tail() {
    return new Tail(epoch, end.sequence());
  }

  /** The CRC32C over all columns, and over those of the snapshots. */
  long checksum() {
    CRC32C crc = new CRC32C();
    update(crc, FORMAT);
    update(crc, dropped);
    for (SnapshotRegistration snapshot : snapshots) {
      update(crc, snapshot.at());
      crc.update(snapshot.sha256().getBytes(StandardCharsets.UTF_8));
    }
    return crc.getValue();
  }

  /** The CRC32C as {@link #FORMAT_WITHOUT_SNAPSHOTS} had it. */
  long checksumWithoutSnapshots() {
    CRC32C crc = new CRC32C();
    update(crc, FORMAT_WITHOUT_SNAPSHOTS);
    return crc.getValue();
  }

  private void update(CRC32C crc, int format) {
    byte[] id = engineId.getBytes(StandardCharsets.UTF_8);
    crc.update(
        ByteBuffer.allocate(Integer.BYTES + id.length + Long.BYTES)
            .putInt(format)
            .put(id)
            .putLong(epoch)
            .flip());
    update(crc, end);
  }

  private static void update(CRC32C crc, Link link) {
    crc.update(
        ByteBuffer.allocate(3 * Long.BYTES)
            .putLong(link.sequence())
            .putLong(link.hash().high())
            .putLong(link.hash().low())
            .flip());
  }
}
