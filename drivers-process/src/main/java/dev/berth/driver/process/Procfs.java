package dev.berth.driver.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel tells under {@code /proc}. A process that ends while it is read is just absent.
 */
final class Procfs {
  /** {@code USER_HZ}, which is 100 on every architecture the JVM runs on. */
  static final int TICKS_PER_SECOND = 100;

  private static final Path ROOT = Path.of("/proc");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Procfs() {}

  /** The id of the machine's present boot. */
  static String bootId() {
    return Boot.ID;
  }

  static Optional<ProcessStat> stat(long pid) {
    return read(pid, "stat").flatMap(ProcessStat::parse);
  }

  static long residentBytes(long pid) {
    Matcher matcher = RESIDENT.matcher(read(pid, "status").orElse(""));
    return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
  }

  /** The environment a process was started with: {@code NAME=value}, each ended by NUL. */
  static String environment(long pid) {
    return read(pid, "environ").orElse("");
  }

  static List<ProcessStat> processes() {
    List<ProcessStat> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path entry : entries) {
        stat(Long.parseLong(entry.getFileName().toString())).ifPresent(found::add);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("/proc cannot be listed", unreadable);
    }
    return found;
  }

  private static Optional<String> read(long pid, String file) {
    try {
      byte[] bytes = Files.readAllBytes(ROOT.resolve(Long.toString(pid)).resolve(file));
      return Optional.of(new String(bytes, ISO_8859_1));
    } catch (IOException endedOrNotOurs) {
      return Optional.empty();
    }
  }

  /** Read once, at first use, which is on Linux. */
  private static final class Boot {
    static final String ID = read();

    private static String read() {
      try {
        return Files.readString(ROOT.resolve("sys/kernel/random/boot_id")).strip();
      } catch (IOException unreadable) {
        throw new UncheckedIOException("the boot id cannot be read from /proc", unreadable);
      }
    }
  }
}
