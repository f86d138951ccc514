package dev.berth.benchmarks.vectorpack;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A published family of instances, with what is known of each.
 *
 * @param name such as {@code New}
 * @param cases the instances whose optimum is known, by name
 */
record Family(String name, List<Case> cases) {
  private static final CsvSchema TABS =
      CsvSchema.emptySchema().withHeader().withColumnSeparator('\t');

  /**
   * An instance and what others made of it.
   *
   * @param instance the problem
   * @param optimum the fewest bins possible
   * @param published the bins that published heuristics need, by their column
   */
  record Case(Instance instance, int optimum, Map<String, Integer> published) {
    int published(String column) {
      Integer bins = published.get(column);
      if (bins == null) {
        throw new IllegalStateException(
            "the summary tells no %s of %s".formatted(column, instance.name()));
      }
      return bins;
    }
  }

  static List<String> files(String name) {
    return List.of(name + "_instances.tar.gz", name + "_summary_known.csv");
  }

  /** Reads the archive and the summary of a family. */
  static Family read(String name, Path directory) {
    try {
      Map<String, Map<String, String>> summary =
          summary(directory.resolve(name + "_summary_known.csv"));
      List<Case> cases = new ArrayList<>();
      for (Instance instance : instances(directory.resolve(name + "_instances.tar.gz"))) {
        Map<String, String> row = summary.get(instance.name());
        if (row != null && !"-1".equals(row.get("OPT"))) {
          cases.add(caseOf(instance, row));
        }
      }
      cases.sort((a, b) -> a.instance().name().compareTo(b.instance().name()));
      return new Family(name, List.copyOf(cases));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read family %s".formatted(name), failed);
    }
  }

  private static Case caseOf(Instance instance, Map<String, String> row) {
    Map<String, Integer> published = new LinkedHashMap<>();
    row.forEach((column, value) -> {
      if (column.startsWith("best_")) {
        published.put(column, Integer.parseInt(value));
      }
    });
    return new Case(instance, Integer.parseInt(row.getOrDefault("OPT", "-1")), published);
  }

  private static Map<String, Map<String, String>> summary(Path file) throws IOException {
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    try (MappingIterator<Map<String, String>> lines =
        new CsvMapper().readerForMapOf(String.class).with(TABS).readValues(file.toFile())) {
      while (lines.hasNext()) {
        Map<String, String> row = lines.next();
        String instance = row.get("instance_name");
        if (instance == null || row.get("OPT") == null) {
          throw new IOException(
              "%s must have the columns instance_name and OPT, has %s"
                  .formatted(file, row.keySet()));
        }
        rows.put(instance, row);
      }
    }
    return rows;
  }

  private static List<Instance> instances(Path archive) throws IOException {
    List<Instance> instances = new ArrayList<>();
    try (TarArchiveInputStream files =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
        String path = file.getName();
        if (file.isFile() && path.endsWith(".vbp")) {
          String name = path.substring(path.lastIndexOf('/') + 1, path.length() - ".vbp".length());
          instances.add(InstanceReader.read(name, files));
        }
      }
    }
    return instances;
  }
}
