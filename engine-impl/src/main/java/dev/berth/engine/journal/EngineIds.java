package dev.berth.engine.journal;

import java.security.SecureRandom;

/** Names for engines, drawn once for each journal: ten of a-z and 0-9, of which 36^10 exist. */
final class EngineIds {
  private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LENGTH = 10;

  private EngineIds() {}

  static String draw() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return id.toString();
  }
}
