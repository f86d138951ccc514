package dev.berth.engine.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of SQLite's native code that sqlite-jdbc unpacks for each JVM, among the temporary
 * files. It is removed when the JVM ends in order; one that is killed leaves a megabyte each time,
 * which nothing ever removes, because the lock file beside it stays too.
 *
 * <p>Where a file that is in use can be removed, it is not needed under its name once it is loaded.
 * Linux tells which one this process has loaded. A library of the user's own, which {@code
 * org.sqlite.lib.path} names, has neither such a name nor a lock file, and is not touched.
 */
final class UnpackedLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(UnpackedLibrary.class);
  private static final Path LOADED = Path.of("/proc/self/maps");
  private static final Pattern UNPACKED =
      Pattern.compile(
          "(?m)/.*/sqlite-[0-9.]+-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\w+\\.so$");

  private UnpackedLibrary() {}

  /** Removes it if it is loaded; what fails leaves it where it is. */
  static void remove() {
    if (!Files.isReadable(LOADED)) {
      return;
    }
    try {
      Matcher library = UNPACKED.matcher(new String(Files.readAllBytes(LOADED), UTF_8));
      while (library.find()) {
        Path lock = Path.of(library.group() + ".lck");
        // In this order: without its lock file sqlite-jdbc's next start removes it.
        if (Files.deleteIfExists(lock)) {
          Files.deleteIfExists(Path.of(library.group()));
        }
      }
    } catch (IOException | RuntimeException failure) {
      LOG.debug("the unpacked SQLite library stays until this JVM ends", failure);
    }
  }
}
