package dev.berth.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The spectator: starts the engine's process, plays the story, shows what it sees, and says at the
 * end whether all was as it should be.
 */
public final class Quickstart {
  private final PrintStream out =
      new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
  private final WorkFolder folder = WorkFolder.create();
  private final Tally tally = new Tally();
  private final Terminal terminal = Terminal.ofThisProcess();
  private final Board board = new Board(terminal.live() ? news -> {} : new PlainLog(out));
  private final Story story = new Story(folder, board, tally);
  private final LiveTable table =
      new LiveTable(terminal, out, () -> board.moment(tally.requests()));
  private final AtomicBoolean over = new AtomicBoolean();

  private Quickstart() {}

  /**
   * Plays the story once.
   *
   * @param arguments none are needed
   */
  public static void main(String[] arguments) {
    System.exit(new Quickstart().run());
  }

  private int run() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::interrupted, "interrupted"));
    table.start();
    Optional<String> failure = play();
    if (!over.compareAndSet(false, true)) {
      return 1; // Ctrl-C: the hook tidies up
    }
    story.close();
    table.close();
    if (failure.isPresent()) {
      out.printf("FAILED: %s%nthe files are kept: %s%n", failure.get(), folder.root());
    } else {
      folder.delete();
      Moment.Requests requests = tally.requests();
      out.printf(
          Locale.ROOT,
          "ok: %,d requests sent, %d failed (%d retried)," + " %d tasks replaced, %s%n",
          requests.sent(),
          requests.failed(),
          requests.retried(),
          story.replaced(),
          Seconds.of(board.elapsed()));
    }
    out.flush();
    return failure.isPresent() ? 1 : 0;
  }

  /** Why the story went wrong; empty if it did not. */
  private Optional<String> play() {
    try {
      story.play();
      return Optional.empty();
    } catch (Unexpected unexpected) {
      String scene = board.moment(tally.requests()).scene().map(Scene::title).orElse("end");
      return Optional.of("scene '%s': %s".formatted(scene, unexpected.getMessage()));
    }
  }

  private void interrupted() {
    if (over.compareAndSet(false, true)) {
      story.close();
      table.close();
      folder.delete();
      out.println("interrupted: everything was stopped");
      out.flush();
    }
  }
}
