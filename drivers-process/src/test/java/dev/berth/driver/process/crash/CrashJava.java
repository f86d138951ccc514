package dev.berth.driver.process.crash;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;

/**
 * The command that starts the JVMs that are killed. Starting is most of what a run does, so it is
 * made quick: a training life writes an archive of the classes it used, which JVMs can only share
 * if all classes come from jars.
 */
final class CrashJava {
  private CrashJava() {}

  /** Makes what is needed in {@code directory}, where all temporary files of the JVMs go, too. */
  static List<String> prepare(Path directory) throws IOException, InterruptedException {
    Path place = Files.createDirectory(directory.resolve("java"));
    Files.createDirectory(place.resolve("tmp"));
    String classPath = jars(place);
    Path archive = place.resolve("classes.jsa");
    train(command(place, "-XX:ArchiveClassesAtExit=" + archive, classPath), place);
    return command(place, "-XX:SharedArchiveFile=" + archive, classPath);
  }

  private static List<String> command(Path place, String option, String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        option,
        "-Xlog:disable",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + place.resolve("tmp"),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-cp",
        classPath);
  }

  private static String jars(Path place) {
    ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Files.isDirectory(Path.of(entry))) {
        String file = place.resolve(entries.size() + ".jar").toString();
        int code = jar.run(System.out, System.err, "--create", "--file", file, "-C", entry, ".");
        if (code != 0) {
          throw new IllegalStateException("jar of " + entry + " failed with " + code);
        }
        entries.add(file);
      } else {
        entries.add(entry);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** One life in which a bit of everything happens. */
  private static void train(List<String> command, Path place)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectory(place.resolve("training"));
    try (CrashJvm jvm = new CrashJvm(command, directory, "training", Optional.empty())) {
      for (String order :
          List.of(
              "1 create web 2 plain", "2 scale web 1", "3 update web prepared", "4 stop web 0")) {
        jvm.tell(order);
        await(jvm, "done");
      }
      jvm.tell("settle");
      await(jvm, "settled");
      jvm.tell("close");
      await(jvm, "closed");
      int code = jvm.end();
      if (code != 0) {
        throw new IllegalStateException("the training life ended with " + code);
      }
    }
  }

  private static void await(CrashJvm jvm, String word) throws InterruptedException {
    String said = jvm.listen();
    while (!said.startsWith(word)) {
      if (said.startsWith("failed")) {
        throw new IllegalStateException("the training life " + said);
      }
      said = jvm.listen();
    }
  }
}
