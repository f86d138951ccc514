package dev.berth.benchmarks.openb;

import dev.berth.benchmarks.report.Rounds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The allocation curves that the paper published: per list of pods, policy and seed. */
final class Published {
  static final String FILE = "analysis_allo_discrete.csv";

  private final List<Map<String, String>> rows;

  private Published(List<Map<String, String>> rows) {
    this.rows = rows;
  }

  static Published read(Path directory) {
    return new Published(Csv.rows(directory.resolve(FILE)));
  }

  /** The values at 100 % arrived demand, by policy; none if the paper has no such list. */
  SortedMap<String, Rounds> of(String list) {
    SortedMap<String, Rounds> policies = new TreeMap<>();
    for (Map<String, String> row : rows) {
      if (Csv.text(row, "workload").equals("openb_pod_list_" + list)) {
        // The names are numbered: 06-FGD.
        String policy = Csv.text(row, "sc_policy").replaceFirst("^\\d+-", "");
        policies
            .computeIfAbsent(policy, name -> new Rounds())
            .add(Double.parseDouble(Csv.text(row, "100")));
      }
    }
    return policies;
  }
}
