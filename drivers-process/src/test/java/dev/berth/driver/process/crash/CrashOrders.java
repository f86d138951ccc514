package dev.berth.driver.process.crash;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws what is asked of the engine: always something that the present state allows. */
final class CrashOrders {
  private static final List<String> SERVICES = List.of("api", "mail", "web");
  private static final int LARGEST_SERVICE = 4;

  private CrashOrders() {}

  static CrashOrder draw(Random random, Promises promises) {
    String service = SERVICES.get(random.nextInt(SERVICES.size()));
    Optional<Promises.Wanted> present = promises.expected(service);
    if (present.isEmpty()) {
      return new CrashOrder.Create(service, 1 + random.nextInt(LARGEST_SERVICE), version(random));
    }
    int choice = random.nextInt(20);
    if (choice < 8) {
      return new CrashOrder.Scale(service, random.nextInt(LARGEST_SERVICE + 1));
    }
    if (choice < 14) {
      return new CrashOrder.Update(service, version(random));
    }
    if (choice < 18) {
      return new CrashOrder.Stop(service, random.nextInt(LARGEST_SERVICE));
    }
    return new CrashOrder.Delete(service);
  }

  private static String version(Random random) {
    return CrashWorkloads.VERSIONS.get(random.nextInt(CrashWorkloads.VERSIONS.size()));
  }
}
