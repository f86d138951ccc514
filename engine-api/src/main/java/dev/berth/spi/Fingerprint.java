package dev.berth.spi;

import dev.berth.model.Resources;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a driver's machine offers.
 *
 * @param resources all it has, among them {@code ports}: how many dynamic host ports it can give
 * @param attributes facts such as {@code os.name}
 * @param address the address at which host ports are reached
 */
public record Fingerprint(
    Resources resources, SortedMap<String, String> attributes, String address) {
  public Fingerprint {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
