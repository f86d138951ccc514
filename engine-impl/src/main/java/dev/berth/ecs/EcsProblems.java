package dev.berth.ecs;

import dev.berth.InvalidSpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The problems found in one ECS file, collected so that one reading shows them all. A field that
 * Berth cannot honour is <em>dropped</em>: an error when reading strictly, a warning otherwise. A
 * value that makes no sense is <em>refused</em>: always an error.
 */
final class EcsProblems {
  /** A file of one mebibyte could hold a hundred thousand problems; a message should not. */
  private static final int SHOWN = 100;

  private record Problem(EcsWarning what, boolean refused) {}

  private final String source;
  private final List<Problem> problems = new ArrayList<>();
  private int refusals;

  EcsProblems(String source) {
    this.source = source;
  }

  void drop(String pointer, String reason) {
    problems.add(new Problem(new EcsWarning(pointer, reason), false));
  }

  void refuse(String pointer, String reason) {
    problems.add(new Problem(new EcsWarning(pointer, reason), true));
    refusals++;
  }

  /** Runs {@code step}; what the model refuses is refused at {@code pointer}. */
  void attempt(String pointer, Runnable step) {
    try {
      step.run();
    } catch (InvalidSpecException e) {
      refuse(pointer, String.valueOf(e.getMessage()));
    }
  }

  /** What {@code step} makes; empty, and refused at {@code pointer}, if the model refuses it. */
  <T> Optional<T> make(String pointer, Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (InvalidSpecException e) {
      refuse(pointer, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  int refusals() {
    return refusals;
  }

  List<EcsWarning> dropped() {
    return problems.stream().filter(problem -> !problem.refused()).map(Problem::what).toList();
  }

  /** The error of a strict reading, which every problem is part of. */
  InvalidSpecException ofStrictReading() {
    return error(problems.stream().map(Problem::what).toList());
  }

  /** The error of a lenient reading, which names only what was refused. */
  InvalidSpecException ofLenientReading() {
    return error(problems.stream().filter(Problem::refused).map(Problem::what).toList());
  }

  boolean none() {
    return problems.isEmpty();
  }

  private InvalidSpecException error(List<EcsWarning> listed) {
    List<String> lines = new ArrayList<>();
    for (EcsWarning problem : listed.subList(0, Math.min(SHOWN, listed.size()))) {
      lines.add(
          problem.pointer().isEmpty() ? source + ": " + problem.reason() : source + ": " + problem);
    }
    if (listed.size() > SHOWN) {
      lines.add(source + ": and " + (listed.size() - SHOWN) + " more");
    }
    if (refusals == 0) {
      lines.add("A lenient reading leaves these fields out and lists them as warnings.");
    }
    return new InvalidSpecException(String.join("\n", lines));
  }
}
