package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * The name of a secret. Definitions, the journal and events hold nothing but the name; what it
 * stands for is looked up by the engine's {@code SecretsProvider} when a container is made.
 *
 * @param name 1 to 2,048 visible characters, such as {@code db-password} or the ARN that ECS calls
 *     {@code valueFrom}
 */
public record SecretReference(String name) {
  /** ECS's own limit of an ARN, in characters. */
  public static final int MAXIMUM_LENGTH = 2_048;

  /**
   * Checks the name.
   *
   * @throws InvalidSpecException if it is empty, too long, or has a character that is not visible
   */
  public SecretReference {
    Requirements.atMost("characters of a secret's name", name.length(), MAXIMUM_LENGTH);
    if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new InvalidSpecException(
          "secret name '%s' is not one: use 1 to %d visible ASCII characters without blanks"
              .formatted(name, MAXIMUM_LENGTH));
    }
  }

  /**
   * The secret of that name.
   *
   * @throws InvalidSpecException if it is no name
   */
  public static SecretReference of(String name) {
    return new SecretReference(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
