package dev.berth.placement;

import dev.berth.model.PortMapping;
import dev.berth.model.Resources;
import dev.berth.model.Taint;
import dev.berth.model.TaintEffect;
import dev.berth.model.TopologySpread;
import dev.berth.placement.query.Query;
import dev.berth.placement.query.QuerySubject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The oracle: a list of what is placed where, from which everything is counted anew. */
final class Book {
  record Entry(String node, Demand demand) {}

  private final Map<String, NodeShape> nodes = new TreeMap<>();
  private final Set<String> drained = new HashSet<>();
  private final List<Entry> entries = new ArrayList<>();

  void node(NodeShape shape) {
    nodes.put(shape.name(), shape);
  }

  void left(String name) {
    nodes.remove(name);
    drained.remove(name);
  }

  boolean drain(String name) {
    return drained.add(name) || !drained.remove(name);
  }

  void placed(String node, Demand demand) {
    entries.add(new Entry(node, demand));
  }

  void released(Entry entry) {
    entries.remove(entry);
  }

  Optional<Entry> any(SplittableRandom random) {
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(entries.get(random.nextInt(entries.size())));
  }

  Optional<String> anyNode(SplittableRandom random) {
    return nodes.keySet().stream().skip(random.nextInt(nodes.size() + 1)).findFirst();
  }

  boolean empty(String node) {
    return on(node).isEmpty();
  }

  Set<String> nodes() {
    return nodes.keySet();
  }

  private List<Entry> on(String node) {
    return entries.stream().filter(entry -> entry.node().equals(node)).toList();
  }

  private long inGroup(String node, String group) {
    return on(node).stream().filter(entry -> entry.demand().group().equals(group)).count();
  }

  /** The nodes that can take a demand; of GPUs only whole devices and sums are looked at. */
  List<String> able(Demand demand) {
    return nodes.values().stream()
        .filter(shape -> !drained.contains(shape.name()))
        .filter(shape -> room(shape, demand))
        .filter(shape -> allowed(shape, demand))
        .filter(shape -> even(shape, demand))
        .map(NodeShape::name)
        .toList();
  }

  private boolean room(NodeShape shape, Demand demand) {
    for (String resource : demand.resources().amounts().keySet()) {
      long used = 0;
      for (Entry entry : on(shape.name())) {
        used += entry.demand().resources().get(resource);
      }
      if (!resource.startsWith(Resources.GPU)
          && used + demand.resources().get(resource) > shape.capacity().get(resource)) {
        return false;
      }
    }
    return new GpuBook(shape, on(shape.name())).mayTake(demand);
  }

  private boolean allowed(NodeShape shape, Demand demand) {
    for (Taint taint : shape.taints()) {
      boolean tolerated = demand.tolerations().stream().anyMatch(it -> it.tolerates(taint));
      if (taint.effect() != TaintEffect.PREFER_NO_SCHEDULE && !tolerated) {
        return false;
      }
    }
    Set<PortMapping> taken = new HashSet<>();
    on(shape.name()).forEach(entry -> taken.addAll(entry.demand().fixedPorts()));
    return demand.fixedPorts().stream().noneMatch(taken::contains)
        && !(demand.distinct() && inGroup(shape.name(), demand.group()) > 0)
        && demand.queries().stream().allMatch(query -> query.matches(subject(shape)));
  }

  private boolean even(NodeShape shape, Demand demand) {
    for (TopologySpread spread : demand.spreads()) {
      if (spread.whenUnsatisfiable() == TopologySpread.WhenUnsatisfiable.DO_NOT_SCHEDULE) {
        Map<String, Long> counts = new TreeMap<>();
        for (NodeShape other : nodes.values()) {
          String domain = other.attribute(spread.topologyKey());
          if (!domain.isEmpty()) {
            // Domains count by the nodes that the queries allow; what is placed counts everywhere.
            boolean eligible =
                demand.queries().stream()
                    .filter(query -> !query.dynamic())
                    .allMatch(query -> query.matches(subject(other)));
            if (eligible) {
              counts.putIfAbsent(domain, 0L);
            }
          }
        }
        counts.replaceAll((domain, zero) -> inDomain(spread.topologyKey(), domain, demand));
        String own = shape.attribute(spread.topologyKey());
        long fewest = counts.values().stream().mapToLong(it -> it).min().orElse(0);
        if (own.isEmpty()
            || inDomain(spread.topologyKey(), own, demand) + 1 - fewest > spread.maxSkew()) {
          return false;
        }
      }
    }
    return true;
  }

  private long inDomain(String attribute, String domain, Demand demand) {
    return entries.stream()
        .filter(entry -> entry.demand().group().equals(demand.group()))
        .filter(entry -> nodes.get(entry.node()).attribute(attribute).equals(domain))
        .count();
  }

  private QuerySubject subject(NodeShape shape) {
    List<Entry> here = on(shape.name());
    return new QuerySubject() {
      @Override
      public @Nullable String attribute(String name) {
        return shape.attributes().get(name);
      }

      @Override
      public boolean agentConnected() {
        return true;
      }

      @Override
      public @Nullable String agentVersion() {
        return null;
      }

      @Override
      public String ec2InstanceId() {
        return shape.name();
      }

      @Override
      public @Nullable Instant registeredAt() {
        return null;
      }

      @Override
      public int runningTasksCount() {
        return here.size();
      }

      @Override
      public Set<String> taskGroups() {
        return here.stream().map(entry -> entry.demand().group()).collect(Collectors.toSet());
      }
    };
  }

  /** Queries of the book are asked of nodes one by one, as {@link Query} is meant to be. */
  int size() {
    return entries.size();
  }
}
