package dev.berth.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.JournalException;
import dev.berth.event.ClusterCreated;
import dev.berth.event.ContainerExited;
import dev.berth.event.DeploymentBlocked;
import dev.berth.event.EngineClosing;
import dev.berth.event.NodeAdded;
import dev.berth.event.NodeChanged;
import dev.berth.event.ServiceUpdated;
import dev.berth.event.TaskCreated;
import dev.berth.event.TaskDefinitionRegistered;
import dev.berth.event.TaskUnplaced;
import dev.berth.model.ContainerExit;
import dev.berth.model.HealthCheck;
import dev.berth.model.NodeId;
import dev.berth.model.Resources;
import dev.berth.model.ServiceId;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskDefinitionId;
import dev.berth.model.TaskId;
import dev.berth.spi.JournalEntry;
import dev.berth.view.PlacementExplanation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventCodecTest {
  private static final ServiceId WEB = new ServiceId("shop", "web");

  private final EventCodec codec = new EventCodec();

  @Test
  void anEventIsWrittenWithItsComponentsInTheirOrder() {
    assertThat(codec.encode(new DeploymentBlocked(WEB, 2, "no room")))
        .isEqualTo(
            """
            {"service":{"cluster":"shop","name":"web"},"deployment":2,"reason":"no room"}\
            """);
    assertThat(codec.encode(new EngineClosing())).isEqualTo("{}");
  }

  @Test
  void onlyComponentsAreWrittenAndNoMethodBesidesThem() {
    TaskDefinition definition =
        TaskDefinition.builder("web")
            .container(
                "app",
                app ->
                    app.image("app:1")
                        .port("http", 80)
                        .cpuUnits(5)
                        .health(HealthCheck.http("http", "/")))
            .build();

    assertThat(codec.encode(new TaskDefinitionRegistered(definition)))
        .contains("\"probe\":{\"type\":\"Http\",\"port\":\"http\",\"path\":\"/\"}")
        .contains("\"stopTimeout\":\"PT30S\"")
        .doesNotContain("demand", "fixedPorts", "dynamic", "healthChecked", "variable")
        .doesNotContain("networkMode", "workingDirectory");
  }

  @Test
  void anOptionalNumberIsWrittenOnlyIfItIsThere() {
    TaskId task = new TaskId(WEB, 1);

    assertThat(codec.encode(new ContainerExited(task, "app", ContainerExit.code(3))))
        .endsWith("\"exit\":{\"code\":3,\"reason\":\"\"}}");
    assertThat(codec.encode(new ContainerExited(task, "app", ContainerExit.unknown("lost"))))
        .endsWith("\"exit\":{\"reason\":\"lost\"}}");
  }

  @Test
  void aReasonSaysWhichItIs() {
    PlacementExplanation explanation =
        new PlacementExplanation(1, List.of(new PlacementExplanation.PortTaken(1, 80)));

    assertThat(codec.encode(new TaskUnplaced(new TaskId(WEB, 1), explanation)))
        .contains("\"reasons\":[{\"type\":\"PortTaken\",\"nodes\":1,\"hostPort\":80}]");
  }

  @Test
  void aListThatCameLaterIsAbsentWhereItIsEmpty() {
    ServiceUpdated plain =
        new ServiceUpdated(WEB, ServiceSpec.of("web", new TaskDefinitionId("web", 1)).build());
    String written = codec.encode(plain);

    assertThat(written).doesNotContain("placement");
    assertThat(codec.decode("ServiceUpdated", written)).isEqualTo(plain);
    assertThatThrownBy(() ->
            codec.decode(
                "ServiceUpdated", written.replace("}}", ",\"placementStrategies\":[null]}}")))
        .isInstanceOf(JournalException.class);
  }

  @Test
  void aReadEventCannotBeChanged() {
    NodeAdded added =
        new NodeAdded(
            new NodeId("shop", "n1"),
            "process",
            Resources.of(1024, 512),
            new TreeMap<>(Map.of("zone", "a")));
    NodeAdded node = (NodeAdded) codec.decode("NodeAdded", codec.encode(added));
    assertThatThrownBy(() -> node.attributes().clear())
        .isInstanceOf(UnsupportedOperationException.class);

    TaskCreated created =
        (TaskCreated)
            codec.decode(
                "TaskCreated",
                """
                {"task":{"service":{"cluster":"shop","name":"web"},"number":1},\
                "handle":{"value":"x"},"ports":[]}\
                """);
    assertThatThrownBy(created.ports()::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void anUnknownTypeIsRefusedByItsNameAndSequence() {
    JournalEntry entry = new JournalEntry(12, 1, Instant.EPOCH, "TaskTeleported", "{}");

    assertThatThrownBy(() -> codec.toRecord(entry))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "event 12 has type 'TaskTeleported', which this version does not know:"
                + " use the version that wrote it");
    assertThatThrownBy(() -> codec.decode("TaskTeleported", "{}"))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("event has type 'TaskTeleported'");
  }

  @Test
  void aMissingComponentIsRefusedByItsTypeAndSequence() {
    JournalEntry entry = new JournalEntry(12, 1, Instant.EPOCH, "ClusterCreated", "{}");

    assertThatThrownBy(() -> codec.toRecord(entry))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "event 12 of type 'ClusterCreated' cannot be read:"
                + " Missing required creator property 'cluster' (index 0)"
                + " (at dev.berth.event.ClusterCreated[\"cluster\"])");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ClusterCreated   | {"cluster":"a","colour":"red"}
          ClusterCreated   | {"cluster":null}
          ClusterCreated   | {"cluster":7}
          ClusterCreated   | {"cluster":"a"
          ClusterCreated   | {"cluster":"a"}{}
          ClusterCreated   | null
          ClusterCreated   | []
          ClusterCreated   | "a"
          EngineClosing    | {"a":1}
          EngineStarted    | {"engineId":"a"}
          EngineStarted    | {"engineId":"a","epoch":null}
          EngineStarted    | {"engineId":"a","epoch":"1"}
          EngineStarted    | {"engineId":"a","epoch":1.5}
          NodeRemoved      | {"node":{"cluster":"shop","name":"NOT A NAME"}}
          TaskStarted      | {"task":{"service":{"cluster":"shop","name":"web"},"number":0}}
          TaskStarted      | {"task":{"service":{"cluster":"shop","name":"web"}}}
          TaskStopped      | {"task":{"service":{"cluster":"shop","name":"web"},"number":1},"code":"BORED","reason":""}
          TaskStopped      | {"task":{"service":{"cluster":"shop","name":"web"},"number":1},"code":0,"reason":""}
          TaskUnplaced     | {"task":{"service":{"cluster":"shop","name":"web"},"number":1},"explanation":{"nodes":1,"reasons":[{"type":"Moon","nodes":1}]}}
          TaskUnplaced     | {"task":{"service":{"cluster":"shop","name":"web"},"number":1},"explanation":{"nodes":1,"reasons":[{"nodes":1,"hostPort":1}]}}
          TaskUnplaced     | {"task":{"service":{"cluster":"shop","name":"web"},"number":1},"explanation":{"nodes":1,"reasons":[null]}}
          NodeChanged      | {"node":{"cluster":"shop","name":"n"},"resources":{"amounts":{"cpu":null}},"attributes":{}}
          NodeChanged      | {"node":{"cluster":"shop","name":"n"},"resources":{"amounts":{}},"attributes":{"a":null}}
          """)
  void whatIsNotExactlyAnEventIsRefused(String type, String payload) {
    assertThatThrownBy(() -> codec.decode(type, payload))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("event of type '" + type + "' cannot be read: ");
  }

  @Test
  void aNullComponentIsRefusedBeforeItIsInTheJournal() {
    assertThatThrownBy(() -> codec.encode(new ClusterCreated(null)))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "event of type 'ClusterCreated' cannot be written: a component is null"
                + " (at dev.berth.event.ClusterCreated[\"cluster\"])");
  }

  @Test
  void halfASurrogatePairIsKeptInATextAndRefusedInAKey() {
    DeploymentBlocked cutShort = new DeploymentBlocked(WEB, 1, "cut in the middle of \ud83d");
    assertThat(codec.decode("DeploymentBlocked", codec.encode(cutShort))).isEqualTo(cutShort);

    NodeId node = new NodeId("shop", "n1");
    assertThatThrownBy(() ->
            codec.encode(
                new NodeChanged(node, Resources.NONE, new TreeMap<>(Map.of("zone\ud83d", "a")))))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(
            "event of type 'NodeChanged' cannot be written:"
                + " key 'zone\ud83d' holds half a surrogate pair");
  }

  @Test
  void noTextIsTooLongToBeRead() {
    ClusterCreated event = new ClusterCreated("x".repeat(21_000_000));

    assertThat(codec.decode("ClusterCreated", codec.encode(event))).isEqualTo(event);
  }
}
