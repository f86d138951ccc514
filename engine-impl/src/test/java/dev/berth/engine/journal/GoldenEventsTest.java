package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.event.Event;
import dev.berth.model.HealthProbe;
import dev.berth.model.Mount;
import dev.berth.model.PlacementConstraint;
import dev.berth.model.PlacementStrategy;
import dev.berth.view.PlacementExplanation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Journals of earlier versions stay readable: each {@code golden-VERSION.jsonl} holds events as
 * that version wrote them, one per line.
 *
 * <p>A new event: add a line {@code {"type":"ItsName","payload":{...}}} to the newest file, the
 * payload as the codec writes it. A changed event: its old line stays as it is, for good. If it can
 * no longer be read, the change is the fault. Files of released versions are never touched; the
 * first change after a release begins a new one.
 */
class GoldenEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventCodec codec = new EventCodec();

  @Test
  void everyGoldenEventIsReadAndWrittenAsItWas() throws IOException {
    for (String line : lines()) {
      JsonNode golden = JSON.readTree(line);
      String type = golden.get("type").asText();
      Event event = codec.decode(type, golden.get("payload").toString());

      assertThat("{\"type\":\"" + codec.type(event) + "\",\"payload\":" + codec.encode(event) + "}")
          .isEqualTo(line);
    }
  }

  @Test
  void everyEventTypeHasAGoldenLine() throws IOException {
    Set<String> missing = names(Event.class);
    for (String line : lines()) {
      missing.remove(JSON.readTree(line).get("type").asText());
    }

    assertThat(missing).as("event types without a golden line").isEmpty();
  }

  @Test
  void everyKindOfWhatIsNestedHasAGoldenLine() throws IOException {
    String all = String.join("\n", lines());

    for (Class<?> nested :
        List.of(
            HealthProbe.class,
            Mount.class,
            PlacementExplanation.Reason.class,
            PlacementConstraint.class,
            PlacementStrategy.class)) {
      for (String name : names(nested)) {
        assertThat(all).contains("{\"type\":\"" + name + "\"");
      }
    }
  }

  private static Set<String> names(Class<?> sealed) {
    return SealedTypes.records(sealed).stream()
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> lines() throws IOException {
    try (InputStream file =
        GoldenEventsTest.class.getResourceAsStream("/journal/golden-0.1.jsonl")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
