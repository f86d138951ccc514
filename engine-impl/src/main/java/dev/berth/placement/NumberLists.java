package dev.berth.placement;

import java.util.Arrays;

/**
 * A short list of small numbers for each index, in no order, all in one array. A list that outgrows
 * its place moves to one of twice the size at the end of the array and never shrinks, so what was
 * left behind is at most as much as what the lists have.
 */
final class NumberLists {
  /** The numbers are from 0 to below this. */
  static final int NUMBERS = 1 << Character.SIZE;

  /** How many numbers a list can have. */
  static final int MOST = 256;

  private static final int LEAST = 16;
  private static final int MOST_IN_ALL = 1 << 30;
  private static final int NONE = -1;

  private char[] numbers = new char[1 << 10];
  private int used;

  /** Where each list begins, for how many numbers it has room, and how many it has. */
  private long[] lists = new long[16];

  /** Adds a number to a list; returns whether there was room for it. */
  boolean add(int list, int number) {
    if (list >= lists.length) {
      lists = Arrays.copyOf(lists, list + 1 + (list >> 1));
    }
    if (size(lists[list]) == room(lists[list]) && !move(list)) {
      return false;
    }
    long its = lists[list]++;
    numbers[start(its) + size(its)] = (char) number;
    return true;
  }

  /** Removes a number from a list, once; returns whether it was there. */
  boolean remove(int list, int number) {
    int place = find(list, number);
    if (place == NONE) {
      return false;
    }
    long its = --lists[list];
    numbers[place] = numbers[start(its) + size(its)];
    return true;
  }

  /** How often a number is in a list. */
  int count(int list, int number) {
    int count = 0;
    if (list < lists.length) {
      int start = start(lists[list]);
      int end = start + size(lists[list]);
      for (int place = start; place < end; place++) {
        count += numbers[place] == number ? 1 : 0;
      }
    }
    return count;
  }

  private int find(int list, int number) {
    if (list < lists.length) {
      int start = start(lists[list]);
      int end = start + size(lists[list]);
      for (int place = start; place < end; place++) {
        if (numbers[place] == number) {
          return place;
        }
      }
    }
    return NONE;
  }

  private boolean move(int list) {
    long its = lists[list];
    int room = Math.max(LEAST, 2 * room(its));
    if (room > MOST || used + room > MOST_IN_ALL) {
      return false;
    }
    if (used + room > numbers.length) {
      numbers = Arrays.copyOf(numbers, used + room + (used >> 1));
    }
    System.arraycopy(numbers, start(its), numbers, used, size(its));
    lists[list] = (long) used << 32 | (long) room << 16 | size(its);
    used += room;
    return true;
  }

  private static int start(long list) {
    return (int) (list >>> 32);
  }

  private static int room(long list) {
    return (int) list >>> 16;
  }

  private static int size(long list) {
    return (int) list & 0xFFFF;
  }
}
