package dev.berth.ecs;

import dev.berth.InvalidSpecException;
import dev.berth.model.TaskDefinition;
import java.nio.file.Path;

/**
 * Task definitions in the JSON of Amazon ECS: what {@code aws ecs register-task-definition
 * --cli-input-json} takes and {@code describe-task-definition} answers.
 *
 * <p>A <em>strict</em> reading gives all that the file asks for, or fails and names everything it
 * cannot give. A <em>lenient</em> reading leaves out what Berth does not support and lists it as
 * warnings; values out of bounds, dependency cycles and the like fail all the same. Any known field
 * that asks for nothing (null, empty, or the {@code false} that is ECS's default) is accepted.
 *
 * <p>Names of fields are matched without regard to case, because CloudFormation and the ECS agent
 * write {@code ContainerDefinitions} or {@code Containers}. Integers may be written as strings. The
 * following is read in a way worth knowing:
 *
 * <ul>
 *   <li>a port mapping without name is named by its container port;
 *   <li>an absent {@code hostPort} means the container port in the network modes host and awsvpc,
 *       as in ECS, and a port that the driver chooses otherwise; 0 always means the latter;
 *   <li>{@code links} and {@code volumesFrom} are not supported, but the start order they imply is
 *       kept, so that circular ones are refused;
 *   <li>{@code requiresCompatibilities} is checked and not kept: it says which of Amazon's ways to
 *       launch a task must be able to run it, and Berth is none of them.
 * </ul>
 *
 * <p>What Berth has and ECS lacks stands in Docker labels, so that the file remains valid for ECS:
 *
 * <table>
 *   <caption>Labels</caption>
 *   <tr><th>label</th><th>value</th></tr>
 *   <tr><td>{@code dev.berth.healthCheck}</td>
 *       <td>{@code http PORT PATH}, {@code tcp PORT}, or {@code command} to change the settings of
 *       the ECS health check beside it; then any of {@code interval=2s timeout=1s retries=5
 *       startPeriod=500ms}, with ECS's defaults and Berth's wider bounds. PORT is a port mapping's
 *       name. A backslash makes the space or backslash after it part of the path.</td></tr>
 *   <tr><td>{@code dev.berth.resource.NAME}</td><td>how much the container needs of a resource that
 *       ECS does not know</td></tr>
 *   <tr><td>{@code dev.berth.startTimeout}, {@code dev.berth.stopTimeout}</td>
 *       <td>a timeout that is not 2 to 120 whole seconds</td></tr>
 * </table>
 *
 * <p>Times are written {@code 500ms}, {@code 2s}, {@code 1m}, {@code 1h}, or as ISO 8601 durations.
 */
public final class EcsJson {
  private EcsJson() {}

  /**
   * Reads a file strictly.
   *
   * @throws InvalidSpecException if the file cannot be read, is above 1 MiB, is not JSON, or asks
   *     for anything that Berth refuses or does not support; each line of the message names the
   *     file, a JSON pointer and a reason
   */
  public static TaskDefinition read(Path file) {
    return strictly(EcsDocument.ofFile(file));
  }

  /**
   * Reads a text strictly.
   *
   * @throws InvalidSpecException as {@link #read}
   */
  public static TaskDefinition parse(String json) {
    return strictly(EcsDocument.ofText(json));
  }

  /**
   * Reads a file, leaving out what Berth does not support.
   *
   * @throws InvalidSpecException if the file cannot be read, is above 1 MiB, is not JSON, or holds
   *     values that Berth refuses
   */
  public static EcsReading readLenient(Path file) {
    return leniently(EcsDocument.ofFile(file));
  }

  /**
   * Reads a text, leaving out what Berth does not support.
   *
   * @throws InvalidSpecException as {@link #readLenient}
   */
  public static EcsReading parseLenient(String json) {
    return leniently(EcsDocument.ofText(json));
  }

  /**
   * Writes a definition so that a strict reading gives an equal one, provided that the expressions
   * of its placement constraints can be read, as those of a registered definition can. The revision
   * is written once there is one, as {@code describe-task-definition} does.
   */
  public static String write(TaskDefinition definition) {
    return EcsWriter.write(definition);
  }

  private static TaskDefinition strictly(EcsDocument document) {
    EcsProblems problems = new EcsProblems(document.source());
    TaskDefinition read = new EcsReader(problems).read(document.root());
    if (read == null || !problems.none()) {
      throw problems.ofStrictReading();
    }
    return read;
  }

  private static EcsReading leniently(EcsDocument document) {
    EcsProblems problems = new EcsProblems(document.source());
    TaskDefinition read = new EcsReader(problems).read(document.root());
    if (read == null) {
      throw problems.ofLenientReading();
    }
    return new EcsReading(read, problems.dropped());
  }
}
