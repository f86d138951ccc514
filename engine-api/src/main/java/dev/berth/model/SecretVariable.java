package dev.berth.model;

import dev.berth.InvalidSpecException;

/**
 * An environment variable whose value is a secret, as ECS has them.
 *
 * @param name the variable's name, not empty, without {@code =} and NUL
 * @param secret what it stands for
 */
public record SecretVariable(String name, SecretReference secret) {
  /**
   * Checks the name.
   *
   * @throws InvalidSpecException if it cannot be a variable's name
   */
  public SecretVariable {
    Requirements.text("name of a variable for secret '" + secret + "'", name);
    if (name.isEmpty() || name.indexOf('=') >= 0) {
      throw new InvalidSpecException(
          "environment variable '%s' of secret '%s' is empty or holds =".formatted(name, secret));
    }
  }
}
