package dev.berth.model;

import dev.berth.InvalidSpecException;

/** Something that appears in a container's file system beside its image. */
public sealed interface Mount {
  /** The longest path, in characters. */
  int MAXIMUM_PATH = 1_024;

  /** Where it appears: an absolute path, unique in the container. */
  String path();

  /**
   * A volume of the task definition.
   *
   * @param volume the name of one of {@link TaskDefinition#volumes}
   * @param path where it appears
   * @param readOnly whether the container may not write to it
   */
  record VolumeMount(String volume, String path, boolean readOnly) implements Mount {
    /**
     * Checks the parts.
     *
     * @throws InvalidSpecException if the name or the path is none
     */
    public VolumeMount {
      Requirements.definitionName("volume", volume);
      requirePath("volume '" + volume + "'", path);
    }
  }

  /**
   * Memory that is a file system, empty at each start, counted into the container's memory.
   *
   * @param path where it appears
   * @param sizeMiB the most it may hold, 1 to 1,048,576
   */
  record Tmpfs(String path, int sizeMiB) implements Mount {
    /**
     * Checks the parts.
     *
     * @throws InvalidSpecException if the path is none or the size out of its bounds
     */
    public Tmpfs {
      requirePath("tmpfs", path);
      Requirements.between("size of tmpfs '" + path + "' in MiB", sizeMiB, 1, 1 << 20);
    }
  }

  /**
   * A secret as a file that whoever is in the container can read and nobody can change, held in
   * memory and never written to a disk.
   *
   * @param path where it appears
   * @param secret what it holds
   */
  record SecretFile(String path, SecretReference secret) implements Mount {
    /**
     * Checks the path.
     *
     * @throws InvalidSpecException if it is none
     */
    public SecretFile {
      requirePath("secret '" + secret + "'", path);
    }
  }

  private static void requirePath(String what, String path) {
    Requirements.text("path of " + what, path);
    Requirements.atMost("characters of the path of " + what, path.length(), MAXIMUM_PATH);
    boolean climbs = (path + "/").contains("/../") || (path + "/").contains("/./");
    if (!path.startsWith("/") || path.equals("/") || climbs || path.indexOf(':') >= 0) {
      throw new InvalidSpecException(
          "path '%s' of %s must be absolute, below /, and without '.', '..' and ':'"
              .formatted(path, what));
    }
  }
}
