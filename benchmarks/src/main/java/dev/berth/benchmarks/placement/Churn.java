package dev.berth.benchmarks.placement;

import dev.berth.benchmarks.report.Allocation;
import java.util.SplittableRandom;

/**
 * A cluster in use: random tasks end and new ones come, as many as end, so that it stays as full as
 * it is. What cannot be placed is counted, and the next step ends one task less.
 */
final class Churn implements AutoCloseable {
  private static final int STEPS_PER_LOOK_AT_THE_CLOCK = 16;

  private final Contender contender;
  private final Subject subject;
  private final Running running;
  private final int full;
  private final int services;
  private final SplittableRandom random;
  private int[] batchServices = new int[1];
  private int[] batchNodes = new int[1];
  private int batch = 1;
  private long asked;
  private long unplaced;

  Churn(Workload workload, Contender contender) {
    this.contender = contender;
    this.subject = contender.make(workload);
    this.running = Running.of(workload);
    this.full = running.size();
    this.services = workload.services().size();
    this.random = workload.tasks();
    for (int task = 0; task < running.size(); task++) {
      subject.put(running.node(task), running.service(task));
    }
  }

  /** Warms the code, and finds the size of batches. */
  void warmUp() {
    long begin = System.nanoTime();
    long before = begin;
    while (before - begin < contender.roundNanos()) {
      step();
      long now = System.nanoTime();
      contender.pace().took(now - before);
      before = now;
      batch = contender.pace().batch();
      if (batchNodes.length != batch) {
        batchNodes = new int[batch];
        batchServices = new int[batch];
      }
    }
  }

  /**
   * One round: releases and places. It begins with a quarter of a round that does not count,
   * because while the others had their turns this subject's memory left the caches.
   */
  void measure() {
    long unused = churn(contender.roundNanos() / 4);
    long askedBefore = asked;
    Allocation allocation = Outcome.allocation(subject);
    long elapsed = churn(contender.roundNanos());
    long allocated = allocation.bytes();
    contender.outcome().round(asked - askedBefore, elapsed, allocated);
  }

  /** Steps for so long; returns how long it was. */
  private long churn(long nanos) {
    long begin = System.nanoTime();
    long elapsed = 0;
    while (elapsed < nanos) {
      for (int i = 0; i < (batch == 1 ? STEPS_PER_LOOK_AT_THE_CLOCK : 1); i++) {
        step();
      }
      elapsed = System.nanoTime() - begin;
    }
    return elapsed;
  }

  /** One more round, which tells how long each placement took; releases are not counted. */
  void measureEach() {
    Outcome outcome = contender.outcome();
    long begin = System.nanoTime();
    long end = begin;
    while (end - begin < contender.roundNanos()) {
      release();
      draw();
      long before = System.nanoTime();
      place();
      end = System.nanoTime();
      outcome.latency(end - before, batch);
      keep();
    }
    outcome.unplaced(unplaced, asked);
  }

  @Override
  public void close() {
    subject.close();
  }

  /** Releases a batch and places one. */
  void step() {
    release();
    draw();
    place();
    keep();
  }

  private void release() {
    while (running.size() + batch > full) {
      int task = random.nextInt(running.size());
      subject.release(running.node(task), running.service(task));
      running.remove(task);
    }
  }

  private void draw() {
    for (int i = 0; i < batch; i++) {
      batchServices[i] = random.nextInt(services);
    }
  }

  private void place() {
    if (batch == 1) {
      batchNodes[0] = subject.place(batchServices[0]);
    } else {
      subject.place(batchServices, 0, batch, batchNodes);
    }
  }

  private void keep() {
    asked += batch;
    for (int i = 0; i < batch; i++) {
      if (batchNodes[i] == Subject.NOWHERE) {
        unplaced++;
      } else {
        running.add(batchNodes[i], batchServices[i]);
      }
    }
  }
}
