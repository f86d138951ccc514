package dev.berth.engine;

import dev.berth.engine.journal.EventCodec;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.model.TaskDefinition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;

/** A short fingerprint of a task definition's content, the same in every process. */
final class DefinitionHash implements Function<TaskDefinition, String> {
  private static final int BYTES = 8;

  private final EventCodec codec;

  DefinitionHash(EventCodec codec) {
    this.codec = codec;
  }

  @Override
  public String apply(TaskDefinition definition) {
    String content = codec.encode(new TaskDefinitionRegistered(definition));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }
}
