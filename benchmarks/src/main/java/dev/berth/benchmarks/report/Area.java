package dev.berth.benchmarks.report;

/** A rectangle on the figure, in its pixels. */
record Area(double left, double top, double width, double height) {
  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  boolean overlaps(Area other) {
    return left < other.right()
        && other.left < right()
        && top < other.bottom()
        && other.top < bottom();
  }

  boolean contains(Area other) {
    return left <= other.left
        && top <= other.top
        && right() >= other.right()
        && bottom() >= other.bottom();
  }

  Area inset(double fromLeft, double fromTop, double fromRight, double fromBottom) {
    return new Area(
        left + fromLeft,
        top + fromTop,
        width - fromLeft - fromRight,
        height - fromTop - fromBottom);
  }
}
