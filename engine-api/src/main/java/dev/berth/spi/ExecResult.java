package dev.berth.spi;

/**
 * The end of a command run beside a container.
 *
 * @param exitCode 0 to 255; 128 + n after signal n
 * @param output the first 4,096 characters of standard output and error together
 */
public record ExecResult(int exitCode, String output) {}
