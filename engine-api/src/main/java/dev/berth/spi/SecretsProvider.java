package dev.berth.spi;

import dev.berth.model.SecretReference;
import java.util.Optional;

/**
 * Where secrets are kept: a vault, a file, a map in a test. Called from drivers' threads whenever a
 * container is made, so a secret that was changed is seen by the next task.
 */
@FunctionalInterface
public interface SecretsProvider {
  /**
   * What {@code reference} stands for; empty if there is no such secret. May block for as long as a
   * driver call may take. What it throws fails the start of the container, and its message is
   * written to the journal: it must not hold a secret.
   */
  Optional<SecretValue> find(SecretReference reference);

  /** A provider that knows no secrets. */
  static SecretsProvider none() {
    return reference -> Optional.empty();
  }

  /**
   * What {@code reference} stands for.
   *
   * @throws DriverException if there is no such secret
   */
  default SecretValue get(SecretReference reference) {
    return find(reference)
        .orElseThrow(() ->
            new DriverException(
                DriverException.Reason.NOT_FOUND,
                "secret '%s' is not known: add it to the SecretsProvider of Engine.builder().secrets()"
                    .formatted(reference)));
  }
}
