package dev.berth.model;

import static dev.berth.model.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeSpecTest {
  @Test
  void attributesAreBoundedInNumber() {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < 65; i++) {
      attributes.put("a" + i, "x");
    }

    assertRefused(
        () -> new NodeSpec("n1", Optional.empty(), Optional.empty(), attributes),
        "node attributes: 65 given, at most 64 allowed");
  }

  @Test
  void attributesThatCannotBeWrittenAreRefused() {
    NodeSpec node = NodeSpec.of("n1", Resources.of(1, 1));

    assertRefused(
        () -> node.attribute("zone\ud83d", "a"),
        "node 'n1': attributes: key holds half a surrogate pair at index 4, which no encoding can"
            + " write: remove it");
    assertRefused(
        () -> node.attribute("zone", "\udea2a"),
        "node 'n1': attributes: value of 'zone' holds half a surrogate pair at index 0, which no"
            + " encoding can write: remove it");
    assertRefused(
        () -> node.attribute("zone", "a\0"),
        "node 'n1': attributes: value of 'zone' holds a NUL character at index 1: remove it");
    assertThat(node.attribute("zone", "\ud83d\udea2").attributes())
        .containsEntry("zone", "\ud83d\udea2");
  }

  @Test
  void attributesAreNamedAndBoundedAsInEcs() {
    NodeSpec node = NodeSpec.of("n1", Resources.of(1, 1));

    assertThat(node.attribute("a".repeat(128), "v".repeat(128)).attributes()).hasSize(1);
    assertRefused(
        () -> node.attribute("a".repeat(129), "x"),
        "node 'n1': attribute '%s' is not the name of an attribute: use 1 to 128 of A-Z a-z 0-9 _ ."
                .formatted("a".repeat(129))
            + " / \\ -");
    assertRefused(
        () -> node.attribute("my zone", "x"),
        "node 'n1': attribute 'my zone' is not the name of an attribute: use 1 to 128 of A-Z a-z 0-9"
            + " _ . / \\ -");
    assertRefused(
        () -> node.attribute("zone", "v".repeat(129)),
        "node 'n1': characters of the value of attribute 'zone': 129 given, at most 128 allowed");
  }

  @Test
  void eachChangeKeepsTheRest() {
    NodeSpec node = NodeSpec.of("n1", Resources.of(1, 2)).driver("docker").attribute("zone", "a");

    assertThat(node)
        .isEqualTo(
            new NodeSpec(
                "n1",
                Optional.of("docker"),
                Optional.of(Resources.of(1, 2)),
                new TreeMap<>(Map.of("zone", "a"))));
    assertThat(node.attribute("zone", "b").attributes()).containsExactly(Map.entry("zone", "b"));
  }

  @Test
  void theLocalNodeTakesWhatItsDriverReports() {
    assertThat(NodeSpec.local().name()).isEqualTo("local");
    assertThat(NodeSpec.local().driver()).isEmpty();
    assertThat(NodeSpec.local().resources()).isEmpty();
  }
}
