package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** All files of one run, in a directory of its own: definition, contents, journal, logs. */
final class WorkFolder {
  static final int VERSIONS = 3;

  private final Path root;

  private WorkFolder(Path root) {
    this.root = root;
  }

  static WorkFolder create() {
    try {
      WorkFolder folder =
          new WorkFolder(Files.createTempDirectory("berth-quickstart-").toRealPath());
      for (int version = 1; version <= VERSIONS; version++) {
        Path content = Files.createDirectories(folder.content(version));
        Files.writeString(content.resolve("index.html"), contentOf(version) + "\n");
      }
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException("the work folder could not be made", failure);
    }
  }

  /** What a replica of that version answers. */
  static String contentOf(int version) {
    return "v" + version;
  }

  private Path content(int version) {
    return root.resolve("content").resolve("v" + version);
  }

  Path root() {
    return root;
  }

  /** Where the engine's process writes what is not meant for the spectator. */
  Path log() {
    return root.resolve("engine.log");
  }

  /** Writes {@code web.json} so that it runs that version. */
  void define(int version) {
    try (InputStream template =
        Objects.requireNonNull(WorkFolder.class.getResourceAsStream("web.json"))) {
      String text =
          new String(template.readAllBytes(), UTF_8)
              .replace("@JWEBSERVER@", inJson(jwebserver()))
              .replace("@CONTENT@", inJson(content(version)));
      Files.writeString(root.resolve("web.json"), text);
    } catch (IOException failure) {
      throw new UncheckedIOException("web.json could not be written", failure);
    }
  }

  private static Path jwebserver() {
    Path program = Path.of(System.getProperty("java.home"), "bin", "jwebserver");
    if (!Files.isExecutable(program)) {
      throw Unexpected.of("a JDK, whose web server is " + program, "none: set JAVA_HOME to a JDK");
    }
    return program;
  }

  private static String inJson(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Removes everything. */
  void delete() {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(root + " could not be removed", failure);
    }
  }
}
