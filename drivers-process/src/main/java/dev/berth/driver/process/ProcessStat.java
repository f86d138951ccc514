package dev.berth.driver.process;

import java.util.Optional;

/**
 * One process as {@code /proc/<pid>/stat} shows it.
 *
 * @param pid the process
 * @param state one letter, {@code Z} for a process that is dead and not yet reaped
 * @param parent its parent's pid
 * @param session the pid of its session's leader, who may be gone
 * @param cpuTicks user and system time
 * @param startTime in ticks since the machine's start: with the pid it names one process for as
 *     long as the machine runs
 */
record ProcessStat(long pid, char state, long parent, long session, long cpuTicks, long startTime) {
  private static final int FIRST_FIELD_AFTER_NAME = 3;

  /** Reads a line of {@code /proc/<pid>/stat}; empty if it is not one, or not a whole one. */
  static Optional<ProcessStat> parse(String line) {
    int name = line.indexOf('(');
    // The name itself may hold spaces and parentheses.
    int end = line.lastIndexOf(')');
    if (name < 1 || end < name || end + 2 > line.length()) {
      return Optional.empty();
    }
    String[] fields = line.substring(end + 2).split(" ");
    if (fields.length < 22) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessStat(
              Long.parseLong(line.substring(0, name - 1)),
              field(fields, 3).charAt(0),
              Long.parseLong(field(fields, 4)),
              Long.parseLong(field(fields, 6)),
              Long.parseLong(field(fields, 14)) + Long.parseLong(field(fields, 15)),
              Long.parseLong(field(fields, 22))));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static String field(String[] fields, int number) {
    return fields[number - FIRST_FIELD_AFTER_NAME];
  }

  boolean alive() {
    return state != 'Z' && state != 'X' && state != 'x';
  }
}
