package dev.berth.examples.quickstart;

import java.io.PrintStream;
import java.util.function.Consumer;

/** Tells the news line by line, for a file or a pipe. */
final class PlainLog implements Consumer<News> {
  private final PrintStream out;

  PlainLog(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(News news) {
    out.println(line(news));
  }

  static String line(News news) {
    return "%8s  %s%s".formatted(Seconds.of(news.at()), news.headline() ? "" : "  ", news.text());
  }
}
