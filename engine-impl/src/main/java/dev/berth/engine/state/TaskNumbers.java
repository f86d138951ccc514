package dev.berth.engine.state;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A sorted set of numbers of one service's tasks: a bit for each, in blocks where there are any.
 */
public final class TaskNumbers implements Iterable<Long> {
  private static final int SHIFT = 10;
  private static final int WORDS = (1 << SHIFT) / Long.SIZE;

  private static final class Block {
    private final long base;
    private final long[] words = new long[WORDS];
    private int count;

    Block(long index) {
      base = index << SHIFT;
    }
  }

  private final NumberedPages<Block> blocks = new NumberedPages<>();
  private int size;

  /** No numbers. */
  public TaskNumbers() {}

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Whether {@code number} is among them. */
  public boolean contains(long number) {
    Block block = blocks.get(number >> SHIFT);
    return block != null && (block.words[word(number)] & bit(number)) != 0;
  }

  /** Adds a number; false if it was there. */
  public boolean add(long number) {
    Block block = blocks.computeIfAbsent(number >> SHIFT, Block::new);
    if ((block.words[word(number)] & bit(number)) != 0) {
      return false;
    }
    block.words[word(number)] |= bit(number);
    block.count++;
    size++;
    return true;
  }

  /** Removes a number; false if it was not there. */
  public boolean remove(long number) {
    Block block = blocks.get(number >> SHIFT);
    if (block == null || (block.words[word(number)] & bit(number)) == 0) {
      return false;
    }
    block.words[word(number)] &= ~bit(number);
    size--;
    if (--block.count == 0) {
      blocks.remove(number >> SHIFT);
    }
    return true;
  }

  /** The lowest. */
  public long first() {
    return iterator().next();
  }

  /** The highest. */
  public long last() {
    return descending().iterator().next();
  }

  /** Those that are there now, the lowest first; what is removed meanwhile may still come. */
  @Override
  public Iterator<Long> iterator() {
    return new Ascending(blocks.iterator());
  }

  /** Those that are there now, the highest first; what is removed meanwhile may still come. */
  public Iterable<Long> descending() {
    return () -> new Descending(blocks.descending());
  }

  private static int word(long number) {
    return (int) (number >> 6) & WORDS - 1;
  }

  private static long bit(long number) {
    return 1L << number;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (long number : this) {
      text.append(text.length() == 1 ? "" : ", ").append(number);
    }
    return text.append(']').toString();
  }

  /** What both directions share: one word after the other, each read once. */
  private abstract static class Numbers implements Iterator<Long> {
    private final Iterator<Block> left;
    private @Nullable Block block;
    private int words;
    private long bits;

    Numbers(Iterator<Block> left) {
      this.left = left;
    }

    /** The place of the {@code step}th word to be read. */
    abstract int place(int step);

    /** The place of the bit that is next. */
    abstract int next(long bits);

    @Override
    public boolean hasNext() {
      while (bits == 0) {
        if (block != null && words < WORDS) {
          bits = block.words[place(words++)];
        } else if (left.hasNext()) {
          block = left.next();
          words = 0;
        } else {
          return false;
        }
      }
      return true;
    }

    @Override
    public Long next() {
      if (!hasNext() || block == null) {
        throw new NoSuchElementException();
      }
      int bit = next(bits);
      bits &= ~(1L << bit);
      return block.base + (long) place(words - 1) * Long.SIZE + bit;
    }
  }

  private static final class Ascending extends Numbers {
    Ascending(Iterator<Block> left) {
      super(left);
    }

    @Override
    int place(int step) {
      return step;
    }

    @Override
    int next(long bits) {
      return Long.numberOfTrailingZeros(bits);
    }
  }

  private static final class Descending extends Numbers {
    Descending(Iterator<Block> left) {
      super(left);
    }

    @Override
    int place(int step) {
      return WORDS - 1 - step;
    }

    @Override
    int next(long bits) {
      return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }
  }
}
