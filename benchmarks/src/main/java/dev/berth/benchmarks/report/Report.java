package dev.berth.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a run of a benchmark found: shown as a table, kept as JSON and as a chart. */
public final class Report {
  /** One measurement per line, so that two runs can be compared with diff. */
  private static final ObjectWriter JSON =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter()
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE)
                  .withObjectIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));

  private final String name;
  private final Path directory;
  private final PrintStream out;
  private final List<Measurement> measurements = new ArrayList<>();

  /**
   * A report without figures.
   *
   * @param name the benchmark's, and that of its files
   * @param directory where the files go
   * @param out where the table is printed
   */
  public Report(String name, Path directory, PrintStream out) {
    this.name = name;
    this.directory = directory;
    this.out = out;
  }

  /** Takes one figure. */
  public void add(String caseName, String metric, double value, String unit) {
    measurements.add(new Measurement(caseName, metric, value, unit));
  }

  /** Takes the median, the least and the greatest of rounds as three figures. */
  public void add(String caseName, String metric, Rounds rounds, String unit) {
    add(caseName, metric, rounds.median(), unit);
    add(caseName, metric + " min", rounds.min(), unit);
    add(caseName, metric + " max", rounds.max(), unit);
  }

  /** All figures so far. */
  public List<Measurement> measurements() {
    return List.copyOf(measurements);
  }

  /** Prints a line or a table. */
  public void print(Object text) {
    out.println(text);
    out.flush();
  }

  /** Writes {@code NAME.json} and {@code NAME.svg} and says where. */
  public void write(Figure figure) {
    writeJson();
    write(name + ".svg", figure.toSvg());
  }

  /** Writes {@code NAME.json} alone; for a run that was stopped or has no chart. */
  public void writeJson() {
    try {
      write(name + ".json", JSON.writeValueAsString(measurements) + "\n");
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void write(String file, String content) {
    Path path = directory.resolve(file);
    try {
      Files.createDirectories(directory);
      Files.writeString(path, content);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write %s".formatted(path), failed);
    }
    print("written: " + path);
  }
}
