package dev.berth.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the tests of refusals share. */
final class Refusals {
  private Refusals() {}

  static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(InvalidSpecException.class).hasMessage(message);
  }
}
