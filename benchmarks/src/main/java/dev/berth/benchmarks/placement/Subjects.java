package dev.berth.benchmarks.placement;

import java.util.List;

/** Who is measured. */
final class Subjects {
  private static final List<Subject.Maker> SINGLE =
      List.of(new Berth.Maker(), new LinearScan.Maker());

  private Subjects() {}

  /** Those that take one task at a time: Berth and its baseline. */
  static List<Subject.Maker> single() {
    return SINGLE;
  }

  static Subject.Maker named(String name) {
    return SINGLE.stream()
        .filter(maker -> maker.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no subject '%s', only %s"
                    .formatted(name, SINGLE.stream().map(Subject.Maker::name).toList())));
  }
}
