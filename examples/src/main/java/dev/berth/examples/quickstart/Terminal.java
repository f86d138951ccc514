package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the standard output goes to.
 *
 * @param live whether it is a terminal that can be drawn on
 * @param coloured whether colours are wanted
 */
record Terminal(boolean live, boolean coloured) {
  /** How many characters there are. */
  record Size(int rows, int columns) {
    static final Size USUAL = new Size(24, 80);
  }

  static Terminal ofThisProcess() {
    boolean able = !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    // https://no-color.org: present and not empty.
    boolean coloured = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(able && outputIsTerminal(), coloured);
  }

  private static boolean outputIsTerminal() {
    try {
      // System.console() differs between Java releases, and looks at the standard input as well.
      String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
      return output.startsWith("/dev/pts/")
          || output.startsWith("/dev/tty")
          || output.startsWith("/dev/console");
    } catch (IOException noSuchSystem) {
      return false;
    }
  }

  /** The present size, which changes with the window. */
  static Size size() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] words =
          new String(stty.getInputStream().readAllBytes(), US_ASCII).strip().split(" ", -1);
      Size size = new Size(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
      return size.rows() > 0 && size.columns() > 0 ? size : Size.USUAL;
    } catch (IOException | RuntimeException unknown) {
      return Size.USUAL;
    }
  }
}
