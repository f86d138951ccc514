package dev.berth.testkit;

/** A law that an engine owes its user, broken in a simulation. The message names the law first. */
public final class BrokenLawError extends AssertionError {
  private static final long serialVersionUID = 1;

  private final String law;

  BrokenLawError(String law, String how) {
    super("%s: %s".formatted(law, how));
    this.law = law;
  }

  /** The law's name, the same for every way of breaking it. */
  public String law() {
    return law;
  }
}
