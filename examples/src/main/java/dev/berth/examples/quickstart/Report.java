package dev.berth.examples.quickstart;

/** What the engine's host tells the spectator: a line on its standard output. */
sealed interface Report {
  /** The engine runs. */
  record Ready(String engineId) implements Report {}

  /** Something worth telling happened. */
  record Happened(String sentence) implements Report {}

  /** The service is so now. */
  record Seen(Fleet fleet) implements Report {}

  /** A command was refused, or the host cannot go on. */
  record Failed(String reason) implements Report {}

  /** The report as a line, which {@link #parse} reads. */
  default String line() {
    return switch (this) {
      case Ready ready -> "ready " + ready.engineId();
      case Happened happened -> "happened " + oneLine(happened.sentence());
      case Seen seen -> "seen " + seen.fleet().text();
      case Failed failed -> "failed " + oneLine(failed.reason());
    };
  }

  /** Reads what {@link #line} wrote. */
  static Report parse(String line) {
    int space = line.indexOf(' ');
    String kind = space < 0 ? line : line.substring(0, space);
    String rest = line.substring(space + 1);
    return switch (kind) {
      case "ready" -> new Ready(rest);
      case "happened" -> new Happened(rest);
      case "seen" -> new Seen(Fleet.parse(rest));
      case "failed" -> new Failed(rest);
      default -> throw new IllegalArgumentException("'%s' is not a report".formatted(line));
    };
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ");
  }
}
