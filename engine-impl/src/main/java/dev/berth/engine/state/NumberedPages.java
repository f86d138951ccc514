package dev.berth.engine.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Values by number, for numbers that lie close together and mostly grow: an array of pages. A
 * reference costs four bytes where a map takes fifty, and a {@link #copy} takes a few microseconds
 * for a million values, because both share every page until one of them changes it.
 *
 * <p>One thread may read a copy while another one changes the original.
 *
 * @param <T> the values
 */
public final class NumberedPages<T> implements Iterable<T> {
  private static final int SHIFT = 9;
  private static final int SIZE = 1 << SHIFT;
  private static final int MASK = SIZE - 1;

  /** Who may change a page. */
  private static final class Owner {}

  private static final class Page {
    /** Who may change it; null once it is shared. */
    private @Nullable Owner owner;

    private final @Nullable Object[] values;
    private int count;

    Page(Owner owner, @Nullable Object[] values, int count) {
      this.owner = owner;
      this.values = values;
      this.count = count;
    }
  }

  /** Stands for this object as the owner of pages. */
  private final Owner ownership = new Owner();

  private @Nullable Page[] pages = new Page[0];

  /** The number of the first page in {@link #pages}. */
  private long base;

  private int size;

  /** No values. */
  public NumberedPages() {}

  /** How many values there are. */
  public int size() {
    return size;
  }

  /** The value of {@code number}; null if it has none. */
  public @Nullable T get(long number) {
    Page page = page(number >> SHIFT);
    return page == null ? null : value(page.values[(int) number & MASK]);
  }

  /** The value of {@code number}, made now if it has none. */
  public T computeIfAbsent(long number, LongFunction<T> make) {
    T known = get(number);
    if (known != null) {
      return known;
    }
    T made = make.apply(number);
    T none = put(number, made);
    return none == null ? made : none;
  }

  /** Gives {@code number}, from 0 on, a value; returns the one before. */
  public @Nullable T put(long number, T value) {
    Page page = writable(number >> SHIFT);
    int index = (int) number & MASK;
    T before = value(page.values[index]);
    page.values[index] = value;
    if (before == null) {
      page.count++;
      size++;
    }
    return before;
  }

  /** Takes the value of {@code number} away and returns it. */
  public @Nullable T remove(long number) {
    T before = get(number);
    if (before == null) {
      return null;
    }
    long pageNumber = number >> SHIFT;
    Page page = writable(pageNumber);
    page.values[(int) number & MASK] = null;
    size--;
    if (--page.count == 0) {
      pages[(int) (pageNumber - base)] = null;
    }
    return before;
  }

  /** The same values, of which either can be changed without the other. */
  public NumberedPages<T> copy() {
    for (Page page : pages) {
      if (page != null) {
        page.owner = null;
      }
    }
    NumberedPages<T> copy = new NumberedPages<>();
    copy.pages = pages.clone();
    copy.base = base;
    copy.size = size;
    return copy;
  }

  /** The values in the order of their numbers; not to be used across changes. */
  @Override
  public Iterator<T> iterator() {
    return new Values(1);
  }

  /** The values, those with the highest numbers first; not to be used across changes. */
  public Iterator<T> descending() {
    return new Values(-1);
  }

  private @Nullable Page page(long pageNumber) {
    long index = pageNumber - base;
    return index < 0 || index >= pages.length ? null : pages[(int) index];
  }

  private Page writable(long pageNumber) {
    makeRoom(pageNumber);
    int index = (int) (pageNumber - base);
    Page page = pages[index];
    if (page == null) {
      page = new Page(ownership, new Object[SIZE], 0);
      pages[index] = page;
    } else if (page.owner != ownership) {
      page = new Page(ownership, page.values.clone(), page.count);
      pages[index] = page;
    }
    return page;
  }

  /** Makes {@code pageNumber} lie within the array, which forgets empty pages at its begin. */
  private void makeRoom(long pageNumber) {
    long index = pageNumber - base;
    if (index >= 0 && index < pages.length) {
      return;
    }
    int first = 0;
    while (first < pages.length && pages[first] == null) {
      first++;
    }
    int last = pages.length;
    while (last > first && pages[last - 1] == null) {
      last--;
    }
    long from = first == last ? pageNumber : Math.min(pageNumber, base + first);
    long to = first == last ? pageNumber + 1 : Math.max(pageNumber + 1, base + last);
    // Half as much again, because the next numbers are higher.
    @Nullable Page[] wider = new Page[Math.toIntExact(to - from + (to - from) / 2 + 1)];
    if (first < last) {
      System.arraycopy(pages, first, wider, (int) (base + first - from), last - first);
    }
    pages = wider;
    base = from;
  }

  @SuppressWarnings("unchecked") // only values of T are put
  private @Nullable T value(@Nullable Object stored) {
    return (T) stored;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof NumberedPages<?> that) || size != that.size) {
      return false;
    }
    for (int i = 0; i < pages.length; i++) {
      Page mine = pages[i];
      if (mine != null) {
        Page theirs = that.page(base + i);
        if (theirs == null || !Arrays.equals(mine.values, theirs.values)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (T value : this) {
      hash = 31 * hash + value.hashCode();
    }
    return hash;
  }

  private final class Values implements Iterator<T> {
    private final int step;
    private int page;
    private int index;
    private @Nullable T next;

    Values(int step) {
      this.step = step;
      page = step > 0 ? 0 : pages.length - 1;
      index = step > 0 ? 0 : MASK;
      next = find();
    }

    private @Nullable T find() {
      while (page >= 0 && page < pages.length) {
        Page current = pages[page];
        while (current != null && index >= 0 && index < SIZE) {
          T found = value(current.values[index]);
          index += step;
          if (found != null) {
            return found;
          }
        }
        page += step;
        index = step > 0 ? 0 : MASK;
      }
      return null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public T next() {
      T current = next;
      if (current == null) {
        throw new NoSuchElementException();
      }
      next = find();
      return current;
    }
  }
}
