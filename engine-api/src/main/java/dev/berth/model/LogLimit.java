package dev.berth.model;

/**
 * How much of a container's output is kept: the newest files, the oldest of which is dropped when
 * another one begins.
 *
 * @param fileMiB the size of one file, 1 to 10,240
 * @param files how many, 1 to 100
 */
public record LogLimit(int fileMiB, int files) {
  /**
   * Checks the bounds.
   *
   * @throws dev.berth.InvalidSpecException if one is exceeded
   */
  public LogLimit {
    Requirements.between("size of a log file in MiB", fileMiB, 1, 10_240);
    Requirements.between("number of log files", files, 1, 100);
  }
}
