package dev.berth.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Draws the moment on a terminal, over and over in place. Elsewhere it does nothing. */
final class LiveTable implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final int REDRAWS_PER_MEASURE = 10;
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";
  // Lines that are too long for a window just made narrower are cut rather than broken.
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";
  private static final String CLEAR_LINE_END = "\033[K";
  private static final String CLEAR_BELOW = "\033[J";

  private final Terminal terminal;
  private final PrintStream out;
  private final Supplier<Moment> moments;
  private final Picture picture;
  private final Metronome clock = new Metronome("table");
  private Terminal.Size size = Terminal.Size.USUAL;
  private int draws;
  private int drawn;

  LiveTable(Terminal terminal, PrintStream out, Supplier<Moment> moments) {
    this.terminal = terminal;
    this.out = out;
    this.moments = moments;
    picture = new Picture(new Paint(terminal.coloured()));
  }

  void start() {
    if (terminal.live()) {
      clock.start(REDRAW, this::draw);
    }
  }

  private synchronized void draw() {
    if (draws++ % REDRAWS_PER_MEASURE == 0) {
      // One line less, for the cursor; one column less, because clearing to the end begins at it.
      Terminal.Size all = Terminal.size();
      size = new Terminal.Size(all.rows() - 1, all.columns() - 1);
    }
    List<String> lines = picture.lines(moments.get(), size);
    lines = lines.subList(0, Math.min(lines.size(), size.rows()));
    StringBuilder frame = new StringBuilder(HIDE_CURSOR + NO_WRAP);
    if (drawn > 0) {
      frame.append("\033[").append(drawn).append("A");
    }
    for (String line : lines) {
      frame.append('\r').append(line).append(CLEAR_LINE_END).append('\n');
    }
    drawn = lines.size();
    out.print(frame.append(CLEAR_BELOW).append(WRAP));
    out.flush();
  }

  /** Draws the last moment, and leaves it there. */
  @Override
  public void close() {
    clock.close();
    if (terminal.live()) {
      draw();
      out.print(SHOW_CURSOR);
      out.flush();
    }
  }
}
