package dev.berth.ecs;

import static dev.berth.ecs.EcsReadingTest.FIXTURES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.model.HealthCheck;
import dev.berth.model.NetworkMode;
import dev.berth.model.PortMapping;
import dev.berth.model.TaskDefinition;
import dev.berth.model.TaskSize;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a task definition is written. */
class EcsWritingTest {
  @Test
  void aDefinitionIsWrittenInTheLayoutOfTheAwsCommandLine() {
    TaskDefinition task =
        TaskDefinition.builder("web")
            .revision(3)
            .networkMode(NetworkMode.HOST)
            .size(new TaskSize(256, 512))
            .tag("owner", "shop")
            .container(
                "web",
                web ->
                    web.image("nginx")
                        .port("http", 8080)
                        .port(PortMapping.of(9090))
                        .environment("A", "1")
                        .resource("gpu", 1)
                        .resource("licences", 2)
                        .stopTimeout(Duration.ofMillis(1500))
                        .label("team", "x")
                        .health(HealthCheck.http("http", "/up").interval(Duration.ofSeconds(2))))
            .build();
    assertThat(EcsJson.write(task))
        .isEqualTo(
            """
            {
                "family": "web",
                "revision": 3,
                "networkMode": "host",
                "cpu": "256",
                "memory": "512",
                "containerDefinitions": [
                    {
                        "name": "web",
                        "image": "nginx",
                        "portMappings": [
                            {
                                "name": "http",
                                "containerPort": 8080,
                                "hostPort": 0,
                                "protocol": "tcp"
                            },
                            {
                                "containerPort": 9090,
                                "hostPort": 0,
                                "protocol": "tcp"
                            }
                        ],
                        "essential": true,
                        "environment": [
                            {
                                "name": "A",
                                "value": "1"
                            }
                        ],
                        "resourceRequirements": [
                            {
                                "type": "GPU",
                                "value": "1"
                            }
                        ],
                        "dockerLabels": {
                            "dev.berth.healthCheck": "http http /up interval=2s",
                            "dev.berth.resource.licences": "2",
                            "dev.berth.stopTimeout": "1500ms",
                            "team": "x"
                        }
                    }
                ],
                "tags": [
                    {
                        "key": "owner",
                        "value": "shop"
                    }
                ]
            }
            """);
  }

  @Test
  void aCommandOutsideTheBoundsOfEcsKeepsAFieldThatEcsTakes() {
    HealthCheck check =
        HealthCheck.command("/bin/sh", "-c", "true")
            .interval(Duration.ofMillis(700))
            .timeout(Duration.ofMillis(2500))
            .startPeriod(Duration.ofMinutes(10));
    TaskDefinition task =
        TaskDefinition.builder("web").container("web", web -> web.image("i").health(check)).build();
    assertThat(EcsJson.write(task))
        .contains(
            """
                        "healthCheck": {
                            "command": [
                                "CMD-SHELL",
                                "true"
                            ],
                            "interval": 5,
                            "timeout": 3,
                            "retries": 3,
                            "startPeriod": 300
                        },
                        "dockerLabels": {
                            "dev.berth.healthCheck": "command interval=700ms timeout=2500ms \
            startPeriod=600s"
                        }
            """
                .indent(-12)
                .indent(12));
    assertThat(EcsJson.parse(EcsJson.write(task))).isEqualTo(task);
  }

  @Test
  void defaultsOfEcsAreNotWritten() {
    TaskDefinition task =
        TaskDefinition.builder("web").container("web", web -> web.image("i")).build();
    assertThat(EcsJson.write(task))
        .doesNotContain("revision", "cpu", "memory", "Timeout", "dockerLabels", "networkMode");
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.json", "answer.json", "agent.json", "cloudformation.json"})
  void whatWasReadFromAFileIsWrittenForAStrictReading(String fixture) {
    TaskDefinition read = EcsJson.readLenient(FIXTURES.resolve(fixture)).definition();
    assertThat(EcsJson.parse(EcsJson.write(read))).isEqualTo(read);
  }
}
