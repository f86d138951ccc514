package dev.berth.benchmarks.vectorpack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code .vbp} format, line by line: the number of dimensions, the capacities of a bin,
 * the number of different items, then for each item its amounts and how often it comes (once if
 * that is left out).
 */
final class InstanceReader {
  private static final long MOST_DIMENSIONS = 1_000;
  private static final long MOST_ITEMS = 1_000_000;

  private final String name;
  private final BufferedReader text;
  private int line;

  private InstanceReader(String name, Reader text) {
    this.name = name;
    this.text = new BufferedReader(text);
  }

  /** Reads one instance; leaves the stream open, which may hold more files. */
  static Instance read(String name, InputStream stream) throws IOException {
    return read(name, new StringReader(new String(stream.readAllBytes(), US_ASCII)));
  }

  static Instance read(String name, Reader text) throws IOException {
    return new InstanceReader(name, text).instance();
  }

  private Instance instance() throws IOException {
    int dimensions = count("the number of dimensions", MOST_DIMENSIONS);
    long[] capacity = numbers("the capacities", dimensions, dimensions);
    int different = count("the number of items", MOST_ITEMS);
    List<long[]> items = new ArrayList<>();
    for (int item = 0; item < different; item++) {
      long[] numbers = numbers("item " + item, dimensions, dimensions + 1);
      long copies = numbers.length > dimensions ? numbers[dimensions] : 1;
      if (items.size() + copies > MOST_ITEMS) {
        throw damaged("there must be at most %d items".formatted(MOST_ITEMS));
      }
      long[] amounts = Arrays.copyOf(numbers, dimensions);
      for (long copy = 0; copy < copies; copy++) {
        items.add(amounts);
      }
    }
    String more = next();
    if (more != null) {
      throw damaged("after the %d items nothing may follow, found '%s'".formatted(different, more));
    }
    return new Instance(name, capacity, items.toArray(long[][]::new));
  }

  private int count(String what, long most) throws IOException {
    long count = numbers(what, 1, 1)[0];
    if (count < 1 || count > most) {
      throw damaged("%s must be between 1 and %d, is %d".formatted(what, most, count));
    }
    return (int) count;
  }

  private long[] numbers(String what, int least, int most) throws IOException {
    String next = next();
    if (next == null) {
      throw damaged("%s must follow, but the file ends".formatted(what));
    }
    String[] words = next.split("\\s+", -1);
    if (words.length < least || words.length > most) {
      throw damaged("%s must be %d to %d numbers, found '%s'".formatted(what, least, most, next));
    }
    long[] numbers = new long[words.length];
    for (int i = 0; i < words.length; i++) {
      if (!words[i].matches("\\d{1,18}")) {
        throw damaged("%s must be whole numbers, found '%s'".formatted(what, next));
      }
      numbers[i] = Long.parseLong(words[i]);
    }
    return numbers;
  }

  /** The next line that is not empty, null at the end. */
  private @Nullable String next() throws IOException {
    String read;
    do {
      read = text.readLine();
      line++;
    } while (read != null && read.isBlank());
    return read == null ? null : read.strip();
  }

  private IOException damaged(String why) {
    return new IOException("%s, line %d: %s".formatted(name, line, why));
  }
}
