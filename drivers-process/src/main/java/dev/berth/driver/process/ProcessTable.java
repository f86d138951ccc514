package dev.berth.driver.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All processes of the machine at one moment, indexed. A scan reads every process's environment, so
 * those who ask while one is under way share the next.
 */
final class ProcessTable {
  private final AtomicLong asked = new AtomicLong();
  private long answered;
  private Scan newest = new Scan(List.of());

  /** A scan that began after this call did. */
  Scan scan() {
    long mine = asked.incrementAndGet();
    synchronized (this) {
      if (answered < mine) {
        long covered = asked.get();
        newest = new Scan(Procfs.processes());
        answered = covered;
      }
      return newest;
    }
  }

  /** The result of one scan; dead processes that nobody reaped yet are left out. */
  static final class Scan {
    private static final long KERNEL_THREADS = 2;

    private final Map<Long, ProcessStat> byPid = new HashMap<>();
    private final Map<Long, List<ProcessStat>> byParent = new HashMap<>();
    private final Map<Long, List<ProcessStat>> bySession = new HashMap<>();
    private final Map<Marker, List<ProcessStat>> byMarker = new HashMap<>();

    Scan(List<ProcessStat> processes) {
      for (ProcessStat process : processes) {
        if (process.alive() && process.parent() != KERNEL_THREADS) {
          byPid.put(process.pid(), process);
          add(byParent, process.parent(), process);
          add(bySession, process.session(), process);
          Marker.parse(Procfs.environment(process.pid()))
              .ifPresent(marker -> add(byMarker, marker, process));
        }
      }
    }

    private static <K> void add(Map<K, List<ProcessStat>> map, K key, ProcessStat process) {
      map.computeIfAbsent(key, absent -> new ArrayList<>()).add(process);
    }

    boolean holds(ProcessIdentity identity) {
      ProcessStat process = byPid.get(identity.pid());
      return process != null && ProcessIdentity.of(process).equals(identity);
    }

    List<ProcessStat> session(long leader) {
      return bySession.getOrDefault(leader, List.of());
    }

    List<ProcessStat> children(long parent) {
      return byParent.getOrDefault(parent, List.of());
    }

    List<ProcessStat> marked(Marker marker) {
      return byMarker.getOrDefault(marker, List.of());
    }
  }
}
