package dev.berth.examples.quickstart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Counts requests. */
final class Tally {
  private static final int MOST_SLICES = 240;
  private static final Duration ANSWERS_LIMIT = Duration.ofSeconds(20);

  private final long began = System.nanoTime();
  private final Watched<Long> answered = new Watched<>(0L);
  private final List<Slice> slices = new ArrayList<>();
  private long firstSlice;
  private long sent;
  private long failed;
  private long retried;
  private Optional<String> firstFailure = Optional.empty();

  synchronized void sent() {
    sent++;
  }

  void answered(String address, int version) {
    count(slice -> slice.withAnswer(address, version));
    answered.change(count -> count + 1);
  }

  synchronized void retried() {
    retried++;
    count(Slice::withRetry);
  }

  synchronized void failed(String how) {
    failed++;
    count(Slice::withFailure);
    if (firstFailure.isEmpty()) {
      firstFailure = Optional.of(how);
    }
  }

  private synchronized void count(UnaryOperator<Slice> change) {
    fillUp();
    int last = slices.size() - 1;
    slices.set(last, change.apply(slices.get(last)));
  }

  private void fillUp() {
    long present = (System.nanoTime() - began) / Slice.LENGTH.toNanos();
    while (firstSlice + slices.size() <= present) {
      slices.add(Slice.EMPTY);
    }
    while (slices.size() > MOST_SLICES) {
      slices.removeFirst();
      firstSlice++;
    }
  }

  /** The requests until now; the last slice is not over yet. */
  synchronized Moment.Requests requests() {
    fillUp();
    return new Moment.Requests(sent, failed, retried, slices);
  }

  /**
   * Waits until {@code count} more requests have been answered.
   *
   * @throws Unexpected if that takes too long
   */
  void awaitAnswers(int count) {
    long goal = answered.get() + count;
    answered.await(
        "%d more requests answered".formatted(count), ANSWERS_LIMIT, number -> number >= goal);
  }

  /**
   * Checks that every request got its answer.
   *
   * @throws Unexpected if one did not
   */
  synchronized void requireNoFailure() {
    if (firstFailure.isPresent()) {
      throw Unexpected.of(
          "every request answered", "%d failed, first: %s".formatted(failed, firstFailure.get()));
    }
  }
}
