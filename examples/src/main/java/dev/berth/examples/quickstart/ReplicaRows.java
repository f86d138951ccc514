package dev.berth.examples.quickstart;

import dev.berth.model.HealthStatus;
import dev.berth.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rows of the live table: a heading, and a line for each replica. */
final class ReplicaRows {
  private static final int SHARE_WIDTH = 14;
  private static final int SHARE_OF_A_BLOCK = 8;

  /** What is shown of a replica, the most important first: the last ones may find no room. */
  private enum Column {
    TASK(6),
    VERSION(7),
    STATUS(16),
    HEALTH(9),
    PORT(5),
    AGE(7),
    ANSWERS(SHARE_WIDTH);

    private final int width;

    Column(int width) {
      this.width = width;
    }

    String heading() {
      return this == ANSWERS ? "answers/s" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** A replica, and whether it is no more. */
  private record Row(Replica replica, boolean gone) {}

  private final Paint paint;
  private int mostRows;

  ReplicaRows(Paint paint) {
    this.paint = paint;
  }

  List<String> lines(Moment moment, int width) {
    List<Column> columns = columnsWithin(width);
    int length = columns.stream().mapToInt(column -> column.width + 2).sum() - 1;
    String rule = " " + paint.dim("─".repeat(Math.max(0, Math.min(length, width) - 1)));
    List<String> lines = new ArrayList<>();
    StringBuilder heading = new StringBuilder();
    columns.forEach(
        column -> heading.append(' ').append(pad(column.heading(), column.width)).append(' '));
    lines.add(paint.dim(heading.toString()));
    lines.add(rule);
    List<Row> rows = rows(moment);
    for (Row row : rows) {
      StringBuilder line = new StringBuilder();
      columns.forEach(column -> line.append(' ').append(cell(row, column, moment)).append(' '));
      lines.add(line.toString());
    }
    // The picture may grow, but does not shrink again: that would make it jump.
    mostRows = Math.max(mostRows, rows.size());
    for (int i = rows.size(); i < mostRows; i++) {
      lines.add("");
    }
    lines.add(rule);
    return lines;
  }

  private static List<Column> columnsWithin(int width) {
    List<Column> columns = new ArrayList<>();
    int used = 0;
    for (Column column : Column.values()) {
      used += column.width + 2;
      if (used <= width) {
        columns.add(column);
      }
    }
    return columns;
  }

  private static List<Row> rows(Moment moment) {
    return Stream.concat(
            moment.fleet().replicas().stream().map(replica -> new Row(replica, false)),
            moment.departed().stream().map(replica -> new Row(replica, true)))
        .sorted(Comparator.comparingLong(row -> row.replica().number()))
        .toList();
  }

  private String cell(Row row, Column column, Moment moment) {
    Replica replica = row.replica();
    String text = pad(text(row, column, moment), column.width);
    if (row.gone()) {
      return paint.dim(text);
    }
    return switch (column) {
      case TASK -> paint.bold(text);
      case VERSION, ANSWERS -> paint.version(replica.version(), text);
      case STATUS ->
          replica.status() == TaskStatus.RUNNING ? paint.green(text) : paint.yellow(text);
      case HEALTH -> health(replica.health(), text);
      case PORT, AGE -> text;
    };
  }

  private String health(HealthStatus health, String text) {
    return switch (health) {
      case HEALTHY -> paint.green(text);
      case UNHEALTHY -> paint.red(text);
      case UNKNOWN -> paint.dim(text);
    };
  }

  private static String text(Row row, Column column, Moment moment) {
    Replica replica = row.replica();
    return switch (column) {
      case TASK -> replica.name();
      case VERSION -> "v" + replica.version();
      case STATUS -> row.gone() ? "✗ STOPPED" : mark(replica.status()) + " " + replica.status();
      case HEALTH -> row.gone() ? "" : replica.health().name().toLowerCase(Locale.ROOT);
      case PORT -> replica.port();
      case AGE ->
          row.gone()
              ? ""
              : "%7s".formatted(Seconds.of(Duration.between(replica.requested(), moment.now())));
      case ANSWERS -> row.gone() ? "" : share(replica, moment.requests().slices());
    };
  }

  private static String mark(TaskStatus status) {
    return switch (status) {
      case PROVISIONING, PENDING, ACTIVATING -> "○";
      case RUNNING -> "●";
      case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> "◐";
    };
  }

  /** How much of the last second's requests a replica answered, as a number and a bar. */
  private static String share(Replica replica, List<Slice> slices) {
    int answers = 0;
    for (int i = Math.max(0, slices.size() - 3); i < slices.size() - 1; i++) {
      answers += slices.get(i).answers().getOrDefault(replica.address().orElse(""), 0);
    }
    return answers == 0 ? "" : "%3d %s".formatted(answers, "█".repeat(answers / SHARE_OF_A_BLOCK));
  }

  private static String pad(String text, int width) {
    String cut = Picture.cut(text, width);
    return cut + " ".repeat(width - cut.length());
  }
}
