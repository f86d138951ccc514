package dev.berth.driver.process;

import com.sun.management.OperatingSystemMXBean;
import dev.berth.model.Resources;
import dev.berth.spi.Fingerprint;
import java.lang.management.ManagementFactory;
import java.util.TreeMap;

/** What this machine offers. Both numbers are the cgroup's where one limits the JVM. */
final class Machine {
  private static final long CPU_UNITS_PER_PROCESSOR = 1024;

  private Machine() {}

  static Fingerprint fingerprint(int ports, String address) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long processors = Runtime.getRuntime().availableProcessors();
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put("os.name", system.getName());
    attributes.put("os.arch", system.getArch());
    attributes.put("kernel", system.getVersion());
    return new Fingerprint(
        Resources.of(processors * CPU_UNITS_PER_PROCESSOR, system.getTotalMemorySize() >> 20)
            .with(Resources.PORTS, ports),
        attributes,
        address);
  }
}
