package dev.berth.ecs;

import static dev.berth.ecs.EcsReadingTest.FIXTURES;
import static dev.berth.ecs.EcsReadingTest.assertRefused;
import static dev.berth.ecs.EcsReadingTest.quoted;
import static dev.berth.ecs.EcsReadingTest.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.InvalidSpecException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Values that make no sense are errors in both modes, named by pointer and reason. */
class EcsRefusalTest {
  @Test
  void wrongTypesNameWhatWasExpectedAndFound() {
    assertRefused("[]", "expected an object, found an array");
    assertRefused(
        quoted(
            "{'family': 5, 'networkMode': null, 'cpu': '2 cores', 'memory': 1.5,"
                + " 'tags': 'x', 'containerDefinitions': [7, {'name': 'a', 'image': [],"
                + " 'cpu': 'much', 'memory': 99999999999, 'essential': 'yes',"
                + " 'command': 'sleep 5', 'entryPoint': ['a', null],"
                + " 'environment': [{'name': 'A', 'value': 1}], 'dockerLabels': {'a/b~c': {}},"
                + " 'healthCheck': true}]}"),
        "/tags: expected an array, found the string \"x\"",
        "/family: expected a string, found the number 5",
        "/cpu: expected CPU units (\"256\") or vCPUs (\".25 vCPU\"), found the string \"2 cores\"",
        "/memory: expected MiB (\"512\") or GB (\"0.5 GB\"), found the number 1.5",
        "/containerDefinitions/0: expected an object, found the number 7",
        "/containerDefinitions/1/dockerLabels/a~1b~0c: expected a string, found an object",
        "/containerDefinitions/1/image: expected a string, found an array",
        "/containerDefinitions/1/entryPoint/1: expected a string, found null",
        "/containerDefinitions/1/command: expected an array, found the string \"sleep 5\"",
        "/containerDefinitions/1/environment/0/value: expected a string, found the number 1",
        "/containerDefinitions/1/cpu: expected an integer, found the string \"much\"",
        "/containerDefinitions/1/memory: expected an integer, found the number 99999999999",
        "/containerDefinitions/1/healthCheck: expected an object, found true",
        "/containerDefinitions/1/essential: expected true or false, found the string \"yes\"");
  }

  @Test
  void longValuesAreShownInPart() {
    assertRefused(
        task("'cpu': '" + "9".repeat(100) + "'"),
        "/cpu: expected CPU units (\"256\") or vCPUs (\".25 vCPU\"), found the string \""
            + "9".repeat(40)
            + "...\"");
  }

  @Test
  void fractionsOfACpuUnitAreRefused() {
    assertRefused(
        task("'cpu': '.0001 vCPU'"),
        "/cpu: expected CPU units (\"256\") or vCPUs (\".25 vCPU\"),"
            + " found the string \".0001 vCPU\"");
  }

  @Test
  void missingFieldsAreNamed() {
    assertRefused("{}", "family is missing", "containerDefinitions is missing");
    assertRefused(
        quoted(
            "{'family': 'f', 'containerDefinitions': [{'image': 'b', 'portMappings': [{}],"
                + " 'dependsOn': [{'containerName': 'c'}], 'environment': [{'name': 'A'}],"
                + " 'resourceRequirements': [{'type': 'GPU'}]}]}"),
        "/containerDefinitions/0: name is missing",
        "/containerDefinitions/0/environment/0: value is missing",
        "/containerDefinitions/0/resourceRequirements/0: value is missing",
        "/containerDefinitions/0/portMappings/0: containerPort is missing",
        "/containerDefinitions/0/dependsOn/0: condition is missing");
  }

  @Test
  void unknownWordsAreRefusedWithThoseThatEcsKnows() {
    assertRefused(
        task(
            "'networkMode': 'mesh'",
            "'portMappings': [{'containerPort': 1, 'protocol': 'sctp'}]",
            "'dependsOn': [{'containerName': 'c', 'condition': 'READY'}]",
            "'resourceRequirements': [{'type': 'TPU', 'value': '1'}]"),
        "/networkMode: 'mesh' is not one of host, bridge, awsvpc, none",
        "/containerDefinitions/0/resourceRequirements/0/type:"
            + " 'TPU' is not one of GPU, InferenceAccelerator",
        "/containerDefinitions/0/portMappings/0/protocol: 'sctp' is not one of tcp, udp",
        "/containerDefinitions/0/dependsOn/0/condition:"
            + " 'READY' is not one of START, COMPLETE, SUCCESS, HEALTHY");
  }

  @Test
  void placementConstraintsAreExpressionsThatCanBeRead() {
    assertRefused(
        task(
            "'placementConstraints': [{}, {'type': 'distinctInstance', 'expression': 'x exists'},"
                + " {'type': 'memberOf', 'expression': 'attribute:zone = a'},"
                + " {'type': 'memberOf', 'expression': ' '}, 7]"),
        "/placementConstraints/4: expected an object, found the number 7",
        "/placementConstraints/0: type is missing",
        "/placementConstraints/0: expression is missing",
        "/placementConstraints/1/type: 'distinctInstance' is not memberOf, the only one that a task"
            + " definition has",
        "/placementConstraints/1/expression: is not of the cluster query language:\nx exists\n^ no"
            + " subject is called 'x', only attribute:NAME, agentConnected, agentVersion,"
            + " ec2InstanceId, registeredAt, runningTasksCount, task:group",
        "/placementConstraints/2/expression: is not of the cluster query language:\n"
            + "attribute:zone = a\n               ^ expected an operator (==, !=, >, >=, <, <=,"
            + " exists, !exists, in, !in, =~, !~), found '='",
        "/placementConstraints/3/expression: expression of a memberOf constraint is empty: write one"
            + " such as 'attribute:zone == eu-1a'");
  }

  @Test
  void keysGivenTwiceAreRefused() {
    assertRefused(
        task(
            "'tags': [{'key': 'k', 'value': '1'}, {'key': 'k', 'value': '1'}]",
            "'environment': [{'name': 'A', 'value': '1'}, {'name': 'A', 'value': '2'}]"),
        "/tags/1/key: 'k' is given twice",
        "/containerDefinitions/0/environment/1/name: 'A' is given twice");
  }

  @Test
  void gpusAreCountedOnce() {
    assertRefused(
        task(
            "'tags': []",
            "'resourceRequirements': [{'type': 'GPU', 'value': '1'}, {'type': 'GPU', 'value': 'x'}]"),
        "/containerDefinitions/0/resourceRequirements/1: the number of GPUs is given twice",
        "/containerDefinitions/0/resourceRequirements/1/value:"
            + " 'x' is not an amount: write digits");
  }

  @Test
  void whatTheModelRefusesIsNamedByItsPlace() {
    assertRefused(
        task("'tags': []", "'memory': 64", "'memoryReservation': 64"),
        "/containerDefinitions/0: container 'a':"
            + " memory (64 MiB) must be above memoryReservation (64 MiB)");
    assertRefused(
        task("'tags': []", "'portMappings': [{'containerPort': 80, 'name': 'Web'}]"),
        "/containerDefinitions/0/portMappings/0: port name 'Web' is not a name:"
            + " use 1 to 63 of a-z 0-9 _ . - and begin with a letter or digit");
    assertRefused(task("'cpu': 0"), "task size gives neither cpu nor memory: leave it out");
  }

  @Test
  void aTaskWithoutEssentialContainerIsRefusedAsByEcs() {
    assertRefused(
        task("'tags': []", "'essential': false"),
        "task definition 'f': no container is essential: at least one must be");
  }

  @Test
  void circularLinksAreRefusedAsACycleInBothModes() {
    Path file = FIXTURES.resolve("circle.json");
    assertThatThrownBy(() -> EcsJson.readLenient(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(file + ": task definition 'circle': dependency cycle: hen -> egg -> hen");
    assertThatThrownBy(() -> EcsJson.read(file))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage(
            """
            FILE: /Containers/0/Links: containers are not linked; the start order is kept
            FILE: /Containers/1/volumesFrom: containers share no volumes; the start order is kept
            FILE: task definition 'circle': dependency cycle: hen -> egg -> hen\
            """
                .replace("FILE", file.toString()));
  }

  @Test
  void aLinkToNowhereIsRefused() {
    assertRefused(
        task("'tags': []", "'links': ['gone:alias']"),
        "task definition 'f': container 'a' depends on 'gone', which is not among [a]");
  }

  @Test
  void aMessageShowsAHundredProblems() {
    assertThatThrownBy(
            () -> EcsJson.parse("{\"containerDefinitions\": [" + "1,".repeat(150) + "1]}"))
        .isInstanceOf(InvalidSpecException.class)
        .satisfies(e ->
            assertThat(e.getMessage().lines())
                .hasSize(101)
                .endsWith("ECS task definition: and 52 more"));
  }
}
