package dev.berth.ecs;

import static dev.berth.ecs.EcsReadingTest.assertRefused;
import static dev.berth.ecs.EcsReadingTest.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.ContainerDefinition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The labels dev.berth.*, apart from the health check's. */
class EcsLabelsTest {
  private static final String LABELS = "/containerDefinitions/0/dockerLabels/";

  @Test
  void labelsOfBerthAreKeptOutOfTheUsersLabels() {
    ContainerDefinition container =
        EcsJson.parse(
                task(
                    "'tags': []",
                    "'dockerLabels': {'team': 'x', 'dev.berthold': 'y',"
                        + " 'dev.berth.resource.fpga': '3', 'dev.berth.resource.gpu': '1'}"))
            .container("a");
    assertThat(container.labels()).containsOnlyKeys("team", "dev.berthold");
    assertThat(container.resources().amounts()).containsEntry("fpga", 3L).containsEntry("gpu", 1L);
  }

  @Test
  void unknownLabelsOfBerthAreRefused() {
    assertRefused(
        withLabels("'dev.berth.priority': '1'"),
        LABELS
            + "dev.berth.priority: is not a label of Berth: use dev.berth.healthCheck,"
            + " dev.berth.resource.NAME, dev.berth.startTimeout or dev.berth.stopTimeout");
  }

  @Test
  void amountsAndDurationsAreChecked() {
    assertRefused(
        withLabels(
            "'dev.berth.resource.fpga': '-1', 'dev.berth.resource.cpu+': '1',"
                + " 'dev.berth.startTimeout': 'soon'"),
        LABELS + "dev.berth.resource.fpga: '-1' is not an amount: write digits",
        LABELS
            + "dev.berth.resource.cpu+: resource name 'cpu+' is not a name:"
            + " use 1 to 63 of a-z 0-9 _ . - and begin with a letter or digit",
        LABELS
            + "dev.berth.startTimeout: startTimeout 'soon' is not a duration:"
            + " write it as 500ms, 2s, 1m, 1h or PT2S");
  }

  @Test
  void resourcesThatBerthCountsItselfAreRefused() {
    assertRefused(
        withLabels("'dev.berth.resource.memory': '1'"),
        "/containerDefinitions/0: container 'a': resource 'memory' is counted by itself:"
            + " set cpuUnits, memoryMiB or ports instead");
  }

  @Test
  void whatIsGivenAsFieldAndLabelIsRefused() {
    assertRefused(
        task(
            "'tags': []",
            "'stopTimeout': 5",
            "'dockerLabels': {'dev.berth.stopTimeout': '5s', 'dev.berth.resource.gpu': '1'}",
            "'resourceRequirements': [{'type': 'GPU', 'value': '1'}]"),
        "/containerDefinitions/0/resourceRequirements/0: the number of GPUs is given twice",
        "/containerDefinitions/0/stopTimeout:"
            + " is given twice: as a field and as a label dev.berth.stopTimeout");
  }

  @Test
  void aTimeoutMayBeLongerThanFargateAllows() {
    assertThat(EcsJson.parse(task("'tags': []", "'stopTimeout': 600")).container("a").stopTimeout())
        .isEqualTo(Duration.ofMinutes(10));
  }

  private static String withLabels(String labels) {
    return task("'tags': []", "'dockerLabels': {" + labels + "}");
  }
}
