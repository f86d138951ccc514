package dev.berth.model;

/**
 * The identity of a registered task definition, written {@code family:revision} as in ECS.
 *
 * @param family the family's name
 * @param revision counts the registrations of the family, from 1
 */
public record TaskDefinitionId(String family, int revision)
    implements Comparable<TaskDefinitionId> {
  public TaskDefinitionId {
    Requirements.definitionName("task definition family", family);
    Requirements.between("revision", revision, 1, Integer.MAX_VALUE);
  }

  @Override
  public int compareTo(TaskDefinitionId other) {
    int byFamily = family.compareTo(other.family);
    return byFamily != 0 ? byFamily : Integer.compare(revision, other.revision);
  }

  @Override
  public String toString() {
    return family + ":" + revision;
  }
}
