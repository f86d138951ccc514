package dev.berth.examples.placement;

import dev.berth.model.Resources;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** The tables that the example prints. */
final class Tables {
  private final PrintStream out;

  Tables(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.printf("%n%s%n", text);
  }

  void services(Packed packed) {
    print("%-11s %6s %7s", "service", "tasks", "nodes");
    SampleCluster.ZONES.forEach(zone -> print(" %7s", "zone " + zone));
    out.println("   each");
    for (Service service : SampleCluster.services()) {
      print("%-11s %6d %7d", service.name(), service.tasks(), packed.nodesOf(service));
      SampleCluster.ZONES.forEach(zone -> print(" %7d", packed.inZone(service, zone)));
      out.println("   " + service.demand().resources());
    }
  }

  void utilisation(Packed packed, int nodes) {
    title("%,d tasks on %d of %d nodes".formatted(packed.tasks(), packed.nodesUsed(), nodes));
    print("%-11s %10s %10s %7s", "used", "used", "of", "%");
    SampleCluster.ZONES.forEach(zone -> print(" %8s", "zone " + zone));
    out.println();
    row(packed, "vCPU", Resources.CPU, 1_024);
    row(packed, "GiB memory", Resources.MEMORY, 1_024);
    row(packed, "GPUs", Resources.GPU, 1);
  }

  private void row(Packed packed, String label, String resource, double unit) {
    List<String> zones = SampleCluster.ZONES;
    double used = zones.stream().mapToDouble(zone -> packed.used(resource, zone)).sum() / unit;
    double of = zones.stream().mapToDouble(zone -> packed.capacity(resource, zone)).sum() / unit;
    print("%-11s %,10.0f %,10.0f %7.1f", label, used, of, 100 * used / of);
    zones.forEach(zone -> print(" %8.1f", packed.percent(resource, zone)));
    out.println();
  }

  private void print(String format, Object... arguments) {
    out.print(String.format(Locale.ROOT, format, arguments));
  }
}
