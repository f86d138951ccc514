package dev.berth.ecs;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.InvalidSpecException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A JSON text and where it came from.
 *
 * @param source the file's name, or a phrase where there is no file; every message begins with it
 * @param root the whole text
 */
record EcsDocument(String source, JsonNode root) {
  private static final int MAXIMUM_SIZE = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static EcsDocument ofFile(Path file) {
    return parse(file.toString(), text(file));
  }

  static EcsDocument ofText(String json) {
    return parse("ECS task definition", json);
  }

  private static EcsDocument parse(String source, String text) {
    if (text.length() > MAXIMUM_SIZE) {
      throw tooLarge(source);
    }
    if (text.isBlank()) {
      throw new InvalidSpecException(source + ": is empty: expected a JSON object");
    }
    try {
      return new EcsDocument(source, JSON.readTree(text));
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidSpecException(
          "%s: line %d, column %d: not JSON: %s"
              .formatted(source, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
          e);
    }
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidSpecException(file + ": is a directory: name one of its files");
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] read = bytes.readNBytes(MAXIMUM_SIZE + 1);
      if (read.length > MAXIMUM_SIZE) {
        throw tooLarge(file.toString());
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(read)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new InvalidSpecException(file + ": there is no such file", e);
    } catch (CharacterCodingException e) {
      throw new InvalidSpecException(file + ": is not UTF-8 text, as JSON must be", e);
    } catch (IOException e) {
      throw new InvalidSpecException(file + ": cannot be read: " + e, e);
    }
  }

  private static InvalidSpecException tooLarge(String source) {
    return new InvalidSpecException(
        "%s: is larger than %d bytes, which no ECS task definition needs"
            .formatted(source, MAXIMUM_SIZE));
  }
}
