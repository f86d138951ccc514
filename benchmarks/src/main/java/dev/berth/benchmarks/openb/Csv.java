package dev.berth.benchmarks.openb;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads lists with a header: columns are found by their names. */
final class Csv {
  private static final CsvSchema HEADER = CsvSchema.emptySchema().withHeader();

  private Csv() {}

  static List<Map<String, String>> rows(Path file) {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper().readerForMapOf(String.class).with(HEADER).readValues(file.toFile())) {
      return rows.readAll();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read %s".formatted(file), failed);
    }
  }

  static String text(Map<String, String> row, String column) {
    String text = row.get(column);
    if (text == null) {
      throw new IllegalArgumentException(
          "a row has no column '%s', only %s".formatted(column, row.keySet()));
    }
    return text;
  }

  static long number(Map<String, String> row, String column) {
    return Long.parseLong(text(row, column));
  }
}
