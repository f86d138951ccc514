package dev.berth.examples.quickstart;

/** The scenes of the story, in their order. */
enum Scene {
  START("start"),
  LOSE_REPLICA("lose a replica"),
  SCALE("scale"),
  ROLL("roll"),
  LOSE_ENGINE("lose the engine"),
  STOP("stop");

  private final String title;

  Scene(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
