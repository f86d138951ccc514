package dev.berth.engine.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The single row of the meta table: whose journal it is, who leads it and where it ends. It is
 * written in the transaction of each append, so that entries missing at the end are noticed like
 * entries missing in the middle.
 *
 * @param engineId the same for ever
 * @param epoch of the newest lease
 * @param lastSequence of the newest entry, 0 if there is none
 * @param lastHash of the newest entry, or of the engine id if there is none
 */
record SqliteMeta(String engineId, long epoch, long lastSequence, HashChain.Hash lastHash) {
  /** Raised with each change of the tables that an older version cannot read. */
  static final int FORMAT = 1;

  /** An empty journal nobody led yet. */
  static SqliteMeta of(String engineId) {
    return new SqliteMeta(engineId, 0, 0, HashChain.beginning(engineId));
  }

  SqliteMeta withEpoch(long changed) {
    return new SqliteMeta(engineId, changed, lastSequence, lastHash);
  }

  SqliteMeta withEnd(long sequence, HashChain.Hash hash) {
    return new SqliteMeta(engineId, epoch, sequence, hash);
  }

  Tail tail() {
    return new Tail(epoch, lastSequence);
  }

  /** The CRC32C over all columns. */
  long checksum() {
    byte[] id = engineId.getBytes(StandardCharsets.UTF_8);
    ByteBuffer columns =
        ByteBuffer.allocate(Integer.BYTES + id.length + 4 * Long.BYTES)
            .putInt(FORMAT)
            .put(id)
            .putLong(epoch)
            .putLong(lastSequence)
            .putLong(lastHash.high())
            .putLong(lastHash.low())
            .flip();
    CRC32C crc = new CRC32C();
    crc.update(columns);
    return crc.getValue();
  }
}
