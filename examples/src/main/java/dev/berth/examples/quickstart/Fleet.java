package dev.berth.examples.quickstart;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service at one moment, as the engine sees it.
 *
 * @param steady whether exactly the desired replicas run, all healthy, none being replaced
 * @param desired how many replicas are wanted
 * @param version which version is wanted
 * @param open the addresses that requests may go to
 * @param replicas the tasks that are not stopped
 */
record Fleet(boolean steady, int desired, int version, List<String> open, List<Replica> replicas) {
  /** No service, or none that is known of. */
  static final Fleet NONE = new Fleet(false, 0, 0, List.of(), List.of());

  Fleet {
    open = List.copyOf(open);
    replicas = List.copyOf(replicas);
  }

  /** Whether all is done: so many replicas, of that version, and nothing else. */
  boolean settledAt(int count, int wanted) {
    return steady && desired == count && version == wanted && replicas.size() == count;
  }

  /** The replicas that requests may reach. */
  List<Replica> openReplicas() {
    return replicas.stream()
        .filter(replica -> replica.address().filter(open::contains).isPresent())
        .toList();
  }

  /** The versions that requests may reach. */
  TreeSet<Integer> openVersions() {
    return openReplicas().stream()
        .map(Replica::version)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The numbers of the tasks. */
  TreeSet<Long> numbers() {
    return replicas.stream().map(Replica::number).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The fleet in words. */
  @Override
  public String toString() {
    return "%d replicas of v%d wanted, %s; %s"
        .formatted(
            desired,
            version,
            steady ? "steady" : "not steady",
            replicas.isEmpty()
                ? "there are none"
                : replicas.stream()
                    .map(replica ->
                        "%s v%d %s %s"
                            .formatted(
                                replica.name(),
                                replica.version(),
                                replica.status(),
                                replica.health()))
                    .collect(Collectors.joining(", ")));
  }

  String text() {
    return Stream.concat(
            Stream.of(
                steady ? "steady" : "moving",
                Integer.toString(desired),
                Integer.toString(version),
                "open=" + String.join(",", open)),
            replicas.stream().map(Replica::text))
        .collect(Collectors.joining(" "));
  }

  static Fleet parse(String text) {
    List<String> words = Arrays.asList(text.split(" ", -1));
    String open = words.get(3).substring("open=".length());
    return new Fleet(
        words.get(0).equals("steady"),
        Integer.parseInt(words.get(1)),
        Integer.parseInt(words.get(2)),
        open.isEmpty() ? List.of() : Arrays.asList(open.split(",", -1)),
        words.subList(4, words.size()).stream().map(Replica::parse).toList());
  }
}
