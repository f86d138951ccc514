package dev.berth.testkit;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which faults one seed has and when they strike. A seed takes a part of the faults it may have, a
 * small part or a large one, because some failures need one fault again and again and others need
 * several that seldom meet.
 */
final class FaultPlan {
  private static final Logger LOG = LoggerFactory.getLogger(FaultPlan.class);
  private static final double[] SHARES = {0.08, 0.2, 0.4};

  private final Map<Fault, Stream> streams = new EnumMap<>(Fault.class);
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private boolean over;
  private int total;

  /** One fault's own randomness. */
  private static final class Stream {
    private final SplittableRandom random;
    private final double rate;

    Stream(Fault fault, SplittableRandom random) {
      this.random = random;
      this.rate = fault.rate * (0.3 + random.nextDouble());
    }
  }

  /** The plan of {@code seed} with some of the faults that are {@code allowed}. */
  FaultPlan(long seed, Set<Fault> allowed) {
    double share = SHARES[new SplittableRandom(seed).nextInt(SHARES.length)];
    for (Fault fault : allowed) {
      SplittableRandom random = random(seed, fault.name());
      if (random.nextDouble() < share) {
        streams.put(fault, new Stream(fault, random));
      }
    }
  }

  /** The randomness of one thing of a seed, which depends on no other one's. */
  static SplittableRandom random(long seed, String what) {
    return new SplittableRandom(
        seed * 0x9E37_79B9_7F4A_7C15L + what.hashCode() * 0xD1B5_4A32_D192_ED03L);
  }

  /** The faults that this seed has. */
  Set<Fault> faults() {
    return streams.isEmpty() ? EnumSet.noneOf(Fault.class) : EnumSet.copyOf(streams.keySet());
  }

  /** How often each struck. */
  Map<Fault, Integer> struck() {
    return Collections.unmodifiableMap(struck);
  }

  /** How often any struck. */
  int total() {
    return total;
  }

  /** Ends all faults that are still to come. */
  void end() {
    over = true;
  }

  /** Whether no fault strikes any more. */
  boolean over() {
    return over;
  }

  /** Whether {@code fault} takes this opportunity. */
  boolean strikes(Fault fault) {
    Stream stream = streams.get(fault);
    if (stream == null || stream.random.nextDouble() >= stream.rate || over) {
      return false;
    }
    count(fault);
    return true;
  }

  /** Notes that {@code fault} came about. */
  void count(Fault fault) {
    total++;
    LOG.debug("{}", fault);
    struck.merge(fault, 1, Integer::sum);
  }

  /** A number below {@code bound}, for the details of a fault. */
  int below(Fault fault, int bound) {
    Stream stream = streams.get(fault);
    return stream == null ? 0 : stream.random.nextInt(bound);
  }

  /** A time of at most {@code most}, for the details of a fault. */
  Duration upTo(Fault fault, Duration most) {
    return Duration.ofMillis(below(fault, (int) most.toMillis()) + 1L);
  }

  /** The time a fault lasts that has one. */
  Duration lasting(Fault fault) {
    return upTo(fault, Duration.ofSeconds(fault.mostSeconds));
  }

  /** The time until a fault comes that needs no occasion. */
  Duration until(Fault fault) {
    return upTo(fault, Duration.ofSeconds(2L * fault.everySeconds));
  }
}
