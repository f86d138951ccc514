package dev.berth.spi;

/** How one probe of a container ended. */
public sealed interface ProbeResult {
  /** The container answered as it should. */
  record Passed() implements ProbeResult {}

  /**
   * The container did not answer as it should.
   *
   * @param reason what was seen, in words: {@code GET /ready answered 503}
   */
  record Failed(String reason) implements ProbeResult {}
}
