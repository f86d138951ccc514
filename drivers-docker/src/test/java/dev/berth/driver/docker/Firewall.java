package dev.berth.driver.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of packets of this machine, in which a dockerd that ends leaves what it wrote. */
final class Firewall {
  private Firewall() {}

  /** Removes every rule that names one of these bridges or addresses. */
  static void forget(Pattern whose) {
    String table = "filter";
    for (String line : DockerDaemon.lines(DockerDaemon.output("iptables-save"))) {
      if (line.startsWith("*")) {
        table = line.substring(1);
      } else if (line.startsWith("-A ") && whose.matcher(line).find()) {
        List<String> command = new ArrayList<>(List.of("iptables", "--wait", "--table", table));
        command.add("-D");
        command.addAll(List.of(line.substring("-A ".length()).split(" ")));
        String unused = DockerDaemon.output(command.toArray(String[]::new));
      }
    }
  }
}
