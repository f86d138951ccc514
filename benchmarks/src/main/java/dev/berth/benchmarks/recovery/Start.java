package dev.berth.benchmarks.recovery;

/**
 * One start of an engine.
 *
 * @param startSeconds until {@code EngineBuilder.start} returned
 * @param servesSeconds until all tasks were seen running and a command was answered
 * @param events of the journal in all
 * @param snapshot up to where the snapshot went that it began with; 0 without
 * @param replayed how many events were read
 */
record Start(double startSeconds, double servesSeconds, long events, long snapshot, long replayed) {
  private static final String BEGINNING = "start ";

  static boolean isLine(String line) {
    return line.startsWith(BEGINNING);
  }

  static Start ofLine(String line) {
    String[] parts = line.substring(BEGINNING.length()).split(" ", -1);
    return new Start(
        Double.parseDouble(parts[0]),
        Double.parseDouble(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  String toLine() {
    return BEGINNING
        + String.join(
            " ",
            Double.toString(startSeconds),
            Double.toString(servesSeconds),
            Long.toString(events),
            Long.toString(snapshot),
            Long.toString(replayed));
  }
}
