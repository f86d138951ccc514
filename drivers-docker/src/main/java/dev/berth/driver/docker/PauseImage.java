package dev.berth.driver.docker;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The image of what keeps a network namespace open: one static executable that sleeps for ever and
 * takes one page. An ELF header, one program header, and the code of {@code pause.s}, which stands
 * beside this class's resources with the words of each instruction.
 */
final class PauseImage {

  static final String NAME = "berth/pause:1";
  static final String PROGRAM = "/pause";

  private static final int LOAD_ADDRESS = 0x400000;
  private static final int HEADERS = 64 + 56;
  private static final int X86_64 = 0x3e;
  private static final int AARCH64 = 0xb7;
  private static final String X86_64_CODE = "6a2258" + "0f05" + "ebf9";
  private static final String AARCH64_CODE =
      "000080d2" + "010080d2" + "020080d2" + "030080d2" + "280980d2" + "010000d4" + "faffff17";

  private PauseImage() {}

  /** Builds the image unless it is there. The client cannot import: it sends no body with that. */
  static void ensure(Daemon daemon) throws IOException {
    if (daemon.image(NAME).isEmpty()) {
      boolean arm = "aarch64".equals(daemon.info().getArchitecture());
      try (BuildImageResultCallback built = new BuildImageResultCallback()) {
        String unused =
            daemon
                .connection()
                .streams()
                .buildImageCmd(new ByteArrayInputStream(context(executable(arm))))
                .withTags(Set.of(NAME))
                .exec(built)
                .awaitImageId();
      }
    }
  }

  private static byte[] context(byte[] program) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(bytes, StandardCharsets.UTF_8.name())) {
      put(
          tar,
          "Dockerfile",
          ("FROM scratch\nCOPY pause " + PROGRAM + "\n").getBytes(StandardCharsets.UTF_8));
      put(tar, "pause", program);
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0100555);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  static byte[] executable(boolean arm) {
    byte[] code = HexFormat.of().parseHex(arm ? AARCH64_CODE : X86_64_CODE);
    ByteBuffer file = ByteBuffer.allocate(HEADERS + code.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(HexFormat.of().parseHex("7f454c46" + "020101" + "000000000000000000"));
    file.putShort((short) 2).putShort((short) (arm ? AARCH64 : X86_64)).putInt(1);
    file.putLong(LOAD_ADDRESS + HEADERS).putLong(64).putLong(0).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    // PT_LOAD, readable and executable: the whole file.
    file.putInt(1).putInt(5).putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
    file.putLong(file.capacity()).putLong(file.capacity()).putLong(0x1000);
    file.put(code);
    return file.array();
  }
}
