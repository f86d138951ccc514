package dev.berth.driver.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bridges of one engine, one per cluster: made before the first container that needs one,
 * removed after the last. Containers are created under the shared lock, so that no bridge goes
 * between the look at it and the container that holds it.
 */
final class Bridges {
  private static final Logger LOG = LoggerFactory.getLogger(Bridges.class);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Daemon daemon;
  private final DriverThreads threads;
  private final String engineId;
  private final Set<String> made = ConcurrentHashMap.newKeySet();
  private final Set<String> left = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  Bridges(Daemon daemon, DriverThreads threads, String engineId) {
    this.daemon = daemon;
    this.threads = threads;
    this.engineId = engineId;
  }

  String name(String cluster) {
    return Names.network(engineId, cluster);
  }

  /** Does {@code work} while the cluster's bridge is there. */
  <T> T with(String cluster, Callable<T> work) throws Exception {
    lock.readLock().lock();
    try {
      ensure(cluster);
      return work.call();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Makes the bridge anew that somebody removed. */
  void restore(String cluster) {
    made.remove(cluster);
    ensure(cluster);
  }

  private void ensure(String cluster) {
    if (made.contains(cluster)) {
      return;
    }
    synchronized (this) {
      if (made.contains(cluster)) {
        return;
      }
      if (find(cluster).isEmpty()) {
        try {
          daemon
              .connection()
              .requests()
              .createNetworkCmd()
              .withName(name(cluster))
              .withDriver("bridge")
              .withCheckDuplicate(true)
              .withLabels(labels(cluster))
              .exec();
        } catch (ConflictException quicker) {
          LOG.debug("network {} is there already", name(cluster));
        }
      }
      made.add(cluster);
    }
  }

  private Map<String, String> labels(String cluster) {
    return Map.of(Labels.ENGINE, engineId, Labels.CLUSTER, cluster);
  }

  private List<Network> find(String cluster) {
    return daemon
        .connection()
        .requests()
        .listNetworksCmd()
        .withNameFilter(name(cluster))
        .exec()
        .stream()
        .filter(network -> network.getName().equals(name(cluster)))
        .toList();
  }

  /** A task of the cluster is gone: looks soon whether it was the last, once for many. */
  void leave(String cluster) {
    if (left.add(cluster)) {
      threads.after(SOON, this::settle);
    }
  }

  /** Whether there is a bridge to look at. */
  boolean toSettle() {
    return !left.isEmpty();
  }

  /** Removes the bridges that nobody needs any more. */
  void settle() {
    for (String cluster : List.copyOf(left)) {
      left.remove(cluster);
      removeUnused(cluster);
    }
  }

  /** Looks again at the bridges that an earlier life of the engine has left. */
  void sweep() {
    daemon
        .connection()
        .requests()
        .listNetworksCmd()
        .withFilter("label", List.of(Labels.ENGINE + "=" + engineId))
        .exec()
        .forEach(network -> leave(network.getLabels().getOrDefault(Labels.CLUSTER, "")));
  }

  /** One in use by others stays. */
  private void removeUnused(String cluster) {
    lock.writeLock().lock();
    try {
      if (!daemon.present(labels(cluster)).isEmpty()) {
        return;
      }
      made.remove(cluster);
      daemon.connection().requests().removeNetworkCmd(name(cluster)).exec();
    } catch (NotFoundException gone) {
      // As good: no task of the cluster needed one, or somebody removed it.
    } catch (DockerException inUse) {
      LOG.info("network {} stays: {}", name(cluster), Failures.said(inUse));
    } finally {
      lock.writeLock().unlock();
    }
  }
}
