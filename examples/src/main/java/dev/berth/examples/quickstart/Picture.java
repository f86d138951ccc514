package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the live table looks like at one moment, line by line, as much of it as the terminal has
 * room for.
 */
final class Picture {
  private static final int WIDEST = 79;
  private static final int NEWS_LINES = 7;
  private static final String BARS = "▁▁▂▃▄▅▆▇█";

  private final Paint paint;
  private final ReplicaRows rows;

  Picture(Paint paint) {
    this.paint = paint;
    rows = new ReplicaRows(paint);
  }

  List<String> lines(Moment moment, Terminal.Size size) {
    int width = Math.min(size.columns(), WIDEST);
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(title(moment, width));
    lines.add(scenes(moment, width));
    lines.add("");
    lines.addAll(rows.lines(moment, width));
    lines.add("");
    lines.add(engine(moment, width));
    lines.add(requests(moment, width));
    lines.add(answers(moment, width));
    lines.add("");
    int room = Math.max(1, Math.min(size.rows() - lines.size(), NEWS_LINES));
    lines.addAll(news(moment, width, room));
    return lines;
  }

  private String title(Moment moment, int width) {
    String name = " berth quickstart";
    String time = Seconds.of(moment.elapsed()) + " ";
    int gap = Math.max(2, width - name.length() - time.length());
    return paint.bold(cut(name + " ".repeat(gap) + time, width));
  }

  private String scenes(Moment moment, int width) {
    List<Scene> scenes = List.of(Scene.values());
    Optional<Scene> present = moment.scene();
    String plain =
        scenes.stream().map(scene -> entry(scene, present)).collect(Collectors.joining());
    if (plain.length() <= width) {
      return scenes.stream()
          .map(scene -> painted(entry(scene, present), progress(scene, present)))
          .collect(Collectors.joining());
    }
    return present
        .map(scene ->
            line(" ▶ %s (%d of %d)", scene.title(), scenes.indexOf(scene) + 1, scenes.size()))
        .map(text -> paint.bold(cut(text, width)))
        .orElse("");
  }

  private static String entry(Scene scene, Optional<Scene> present) {
    int progress = progress(scene, present);
    return " " + (progress < 0 ? "✓" : progress == 0 ? "▶" : "·") + " " + scene.title() + " ";
  }

  /** Negative for a scene that is over, 0 for the present one, positive for one to come. */
  private static int progress(Scene scene, Optional<Scene> present) {
    return present.map(scene::compareTo).orElse(-1);
  }

  private String painted(String entry, int progress) {
    if (progress < 0) {
      return paint.green(entry);
    }
    return progress == 0 ? paint.bold(entry) : paint.dim(entry);
  }

  private String engine(Moment moment, int width) {
    Moment.EngineLife engine = moment.engine();
    String since = Seconds.of(Duration.between(engine.since(), moment.now()));
    return switch (engine.status()) {
      case STARTING -> paint.yellow(cut(" engine    ○ starting", width));
      case UP ->
          paint.green(cut(line(" engine    ● process %d, up %s", engine.pid(), since), width));
      case KILLED ->
          paint.red(
              cut(
                  line(
                      " engine    ✗ process %d killed %s ago, its replicas serve on",
                      engine.pid(), since),
                  width));
      case ENDED -> paint.dim(cut(" engine    ✓ closed", width));
    };
  }

  private String requests(Moment moment, int width) {
    Moment.Requests requests = moment.requests();
    String text =
        line(
            " requests  %,d sent, %d failed, %d hit the killed replica",
            requests.sent(), requests.failed(), requests.retried());
    return requests.failed() > 0 ? paint.red(cut(text, width)) : cut(text, width);
  }

  /** The versions' shares of the answers over time: a bar for each slice. */
  private String answers(Moment moment, int width) {
    String label = " answers   ";
    List<Slice> over = moment.requests().slices();
    over = over.subList(0, over.size() - 1);
    int room = Math.max(0, Math.min(width - label.length() - 1, over.size()));
    StringBuilder line = new StringBuilder(cut(label, width));
    over.subList(over.size() - room, over.size()).forEach(slice -> line.append(bar(slice)));
    return line.toString();
  }

  private String bar(Slice slice) {
    if (slice.failed() > 0) {
      return paint.red("✗");
    }
    if (slice.versions().isEmpty()) {
      return " ";
    }
    int newest = Collections.max(slice.versions().keySet());
    int oldest = Collections.min(slice.versions().keySet());
    int share = slice.versions().getOrDefault(newest, 0) * (BARS.length() - 1) / slice.answered();
    String bar = BARS.substring(share, share + 1);
    return newest == oldest ? paint.version(newest, bar) : paint.versions(newest, oldest, bar);
  }

  private List<String> news(Moment moment, int width, int count) {
    List<News> all = moment.news();
    List<String> lines = new ArrayList<>();
    for (News news : all.subList(Math.max(0, all.size() - count), all.size())) {
      String text = cut(PlainLog.line(news), width);
      lines.add(news.headline() ? paint.bold(text) : paint.dim(text));
    }
    while (lines.size() < count) {
      lines.add("");
    }
    return lines;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }
}
