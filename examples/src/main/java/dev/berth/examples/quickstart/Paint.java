package dev.berth.examples.quickstart;

/** Colours for a terminal; without them every text stays as it is. */
record Paint(boolean on) {
  private static final int TO_BACKGROUND = 10;
  private static final int[] OF_VERSION = {36, 35, 94};

  String bold(String text) {
    return with("1", text);
  }

  String dim(String text) {
    return with("2", text);
  }

  String red(String text) {
    return with("31", text);
  }

  String green(String text) {
    return with("32", text);
  }

  String yellow(String text) {
    return with("33", text);
  }

  /** A colour for each version. */
  String version(int version, String text) {
    return with("" + OF_VERSION[index(version)], text);
  }

  /** The text in the colour of one version upon that of another. */
  String versions(int version, int below, String text) {
    return with(
        OF_VERSION[index(version)] + ";" + (OF_VERSION[index(below)] + TO_BACKGROUND), text);
  }

  private static int index(int version) {
    return Math.floorMod(version - 1, OF_VERSION.length);
  }

  private String with(String code, String text) {
    return on && !text.isBlank() ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
