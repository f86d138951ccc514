package dev.berth.examples.quickstart;

/** What the spectator asks of the engine's host: a line on its standard input. */
sealed interface Command {
  /** Run another number of replicas. */
  record Scale(int count) implements Command {}

  /** Register {@code web.json} again, as it is now, and replace every replica by one of it. */
  record Roll() implements Command {}

  /** Delete the service, close the engine, end. */
  record Stop() implements Command {}

  /** The command as a line, which {@link #parse} reads. */
  default String line() {
    return switch (this) {
      case Scale scale -> "scale " + scale.count();
      case Roll roll -> "roll";
      case Stop stop -> "stop";
    };
  }

  /** Reads what {@link #line} wrote. */
  static Command parse(String line) {
    String[] words = line.strip().split(" ", -1);
    return switch (words[0]) {
      case "scale" -> new Scale(Integer.parseInt(words[1]));
      case "roll" -> new Roll();
      case "stop" -> new Stop();
      default ->
          throw new IllegalArgumentException(
              "'%s' is not a command: use scale COUNT, roll or stop".formatted(line));
    };
  }
}
