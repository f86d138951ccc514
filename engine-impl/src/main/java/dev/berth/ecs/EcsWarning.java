package dev.berth.ecs;

/**
 * A field of an ECS file that was left out, and why.
 *
 * @param pointer where the field stands (RFC 6901), spelt as in the file: {@code
 *     /containerDefinitions/0/logConfiguration}
 * @param reason what Berth does instead
 */
public record EcsWarning(String pointer, String reason) {
  @Override
  public String toString() {
    return pointer + ": " + reason;
  }
}
