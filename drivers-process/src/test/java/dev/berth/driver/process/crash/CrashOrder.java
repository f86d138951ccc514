package dev.berth.driver.process.crash;

/** One command to the engine that will be killed, as a line of text. */
sealed interface CrashOrder {
  /** The service it is about. */
  String service();

  /** A new service. */
  record Create(String service, int count, String version) implements CrashOrder {}

  /** Another number of tasks. */
  record Scale(String service, int count) implements CrashOrder {}

  /** Another task definition. */
  record Update(String service, String version) implements CrashOrder {}

  /** The end of one task, which the service replaces. */
  record Stop(String service, int index) implements CrashOrder {}

  /** The end of a service. */
  record Delete(String service) implements CrashOrder {}

  /** As {@link #parse} reads it. */
  default String line() {
    return switch (this) {
      case Create create ->
          "create %s %d %s".formatted(create.service, create.count, create.version);
      case Scale scale -> "scale %s %d".formatted(scale.service, scale.count);
      case Update update -> "update %s %s".formatted(update.service, update.version);
      case Stop stop -> "stop %s %d".formatted(stop.service, stop.index);
      case Delete delete -> "delete " + delete.service;
    };
  }

  /** Reads what {@link #line} writes. */
  static CrashOrder parse(String line) {
    String[] words = line.split(" ");
    return switch (words[0]) {
      case "create" -> new Create(words[1], Integer.parseInt(words[2]), words[3]);
      case "scale" -> new Scale(words[1], Integer.parseInt(words[2]));
      case "update" -> new Update(words[1], words[2]);
      case "stop" -> new Stop(words[1], Integer.parseInt(words[2]));
      case "delete" -> new Delete(words[1]);
      default -> throw new IllegalArgumentException("'" + line + "' is no order");
    };
  }
}
