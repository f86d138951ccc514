package dev.berth.benchmarks.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** A table for people: one row per case, one column per metric, Markdown inside its borders. */
public final class Table {
  private static final int WIDEST = 200;

  /** Markdown's: no lines above, below and between rows, dashes under the header. */
  private static final Character[] MARKDOWN = borders();

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table of the given columns; the first is read as the name of a row. */
  public Table(List<String> header) {
    this.header = List.copyOf(header);
  }

  /** The measurements, in the order in which cases and metrics first came. */
  public static Table of(List<Measurement> measurements) {
    Set<String> columns = new LinkedHashSet<>();
    SequencedMap<String, Map<String, String>> cases = new LinkedHashMap<>();
    for (Measurement measurement : measurements) {
      String column = measurement.metric() + " [" + measurement.unit() + "]";
      columns.add(column);
      cases
          .computeIfAbsent(measurement.caseName(), name -> new LinkedHashMap<>())
          .put(column, Numbers.full(measurement.value()));
    }
    List<String> header = new ArrayList<>(List.of("case"));
    header.addAll(columns);
    Table table = new Table(header);
    cases.forEach((name, values) -> {
      List<String> row = new ArrayList<>(List.of(name));
      columns.forEach(column -> row.add(values.getOrDefault(column, "")));
      table.row(row);
    });
    return table;
  }

  /** Adds a row of as many cells as there are columns. */
  public void row(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          "a row has %d cells, the table has %d columns: %s"
              .formatted(cells.size(), header.size(), cells));
    }
    rows.add(List.copyOf(cells));
  }

  @Override
  public String toString() {
    Column[] columns = new Column[header.size()];
    for (int i = 0; i < columns.length; i++) {
      HorizontalAlign align = i == 0 ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns[i] =
          new Column().header(header.get(i)).headerAlign(align).dataAlign(align).maxWidth(WIDEST);
    }
    Object[][] data = rows.stream().map(List::toArray).toArray(Object[][]::new);
    return AsciiTable.getTable(MARKDOWN, columns, data);
  }

  private static Character[] borders() {
    Character[] borders = new Character[AsciiTable.BASIC_ASCII.length];
    int header = 4;
    int headerLine = 7;
    int row = 11;
    for (int bar : new int[] {header, headerLine, headerLine + 2, row}) {
      borders[bar] = '|';
      borders[bar + 1] = '|';
      borders[bar + 2] = '|';
    }
    borders[headerLine + 1] = '-';
    return borders;
  }
}
