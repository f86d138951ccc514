package dev.berth.benchmarks.engine;

import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * What a rack keeps of its tasks: two numbers for each, because all of it counts into the heap that
 * the benchmarks measure.
 *
 * <p>The key is the service's index and the task's number. The value holds the journal position of
 * the placement, the node's index and the task's state.
 */
final class TaskTable {
  private static final int NUMBER_BITS = 44;
  private static final int NODE_BITS = 16;
  private static final int STATE_BITS = 2;

  /** How far a task is, and the bits that say so. */
  enum State {
    CREATED(0),
    RUNNING(1),
    EXITED(2);

    private final int bits;

    State(int bits) {
      this.bits = bits;
    }

    private static State of(int bits) {
      return switch (bits) {
        case 0 -> CREATED;
        case 1 -> RUNNING;
        case 2 -> EXITED;
        default -> throw new IllegalArgumentException("no state is written as " + bits);
      };
    }
  }

  private final LongLongHashMap tasks = new LongLongHashMap();

  static long key(int service, long number) {
    return ((long) service << NUMBER_BITS) | number;
  }

  static int service(long key) {
    return (int) (key >>> NUMBER_BITS);
  }

  static long number(long key) {
    return key & ((1L << NUMBER_BITS) - 1);
  }

  static long value(long sequence, int node, State state) {
    return (((sequence << NODE_BITS) | node) << STATE_BITS) | state.bits;
  }

  static long sequence(long value) {
    return value >>> (NODE_BITS + STATE_BITS);
  }

  static int node(long value) {
    return (int) (value >>> STATE_BITS) & ((1 << NODE_BITS) - 1);
  }

  static State state(long value) {
    return State.of((int) value & ((1 << STATE_BITS) - 1));
  }

  boolean contains(long key) {
    return tasks.containsKey(key);
  }

  /** The value of a task that is there. */
  long get(long key) {
    return tasks.get(key);
  }

  void put(long key, long value) {
    tasks.put(key, value);
  }

  void remove(long key) {
    tasks.remove(key);
  }

  int removeIf(LongPredicate value) {
    return tasks.removeAll((key, kept) -> value.test(kept));
  }

  int size() {
    return tasks.size();
  }

  void save(DataOutputStream out) throws IOException {
    out.writeInt(tasks.size());
    for (LongLongCursor cursor : tasks) {
      out.writeLong(cursor.key);
      out.writeLong(cursor.value);
    }
  }

  void load(DataInputStream in) throws IOException {
    for (int left = in.readInt(); left > 0; left--) {
      tasks.put(in.readLong(), in.readLong());
    }
  }

  void forEachKey(LongConsumer consumer) {
    for (LongLongCursor cursor : tasks) {
      consumer.accept(cursor.key);
    }
  }
}
