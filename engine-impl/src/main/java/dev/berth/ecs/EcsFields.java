package dev.berth.ecs;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of the fields that may stand at one place of an ECS file: those that are read, and
 * those that ECS knows and Berth does not support, each with the reason that messages give.
 */
final class EcsFields {
  private static final String FILLED_IN = "ECS fills it in when it answers: leave it out";
  private static final String AGENT_STATE = "is state of the ECS agent, not part of a definition";
  private static final String ROLES = "there are no IAM roles: hand credentials to the driver";
  private static final String NAMESPACES = "the driver alone decides which namespaces are shared";
  private static final String RESOLVER = "names are resolved as on the node";

  static final EcsFields ANSWER = new EcsFields("an answer of ECS").read("taskDefinition", "tags");

  static final EcsFields TASK =
      new EcsFields("a task definition")
          .read("family", "revision", "networkMode", "cpu", "memory", "tags")
          .read("containerDefinitions", "requiresCompatibilities", "placementConstraints")
          .read("volumes")
          .alias("Containers", "containerDefinitions")
          .unsupported(ROLES, "taskRoleArn", "executionRoleArn")
          .unsupported(NAMESPACES, "pidMode", "ipcMode")
          .unsupported("there is no App Mesh proxy", "proxyConfiguration")
          .unsupported("only AWS has Elastic Inference devices", "inferenceAccelerators")
          .unsupported("the disk space of a task is not limited", "ephemeralStorage")
          .unsupported("tasks run on the platform of their node", "runtimePlatform")
          .unsupported("there are no endpoints to inject faults with", "enableFaultInjection")
          .unsupported(FILLED_IN, "taskDefinitionArn", "status", "requiresAttributes")
          .unsupported(FILLED_IN, "compatibilities", "registeredAt", "registeredBy")
          .unsupported(FILLED_IN, "deregisteredAt", "deleteRequestedAt")
          .unsupported("is the limit as the ECS agent keeps it: write cpu instead", "CPULimit")
          .unsupported(AGENT_STATE, "Arn", "Version", "DesiredStatus", "KnownStatus", "KnownTime")
          .unsupported(AGENT_STATE, "SentStatus", "Overrides", "StatusLock", "Associations")
          .unsupported(AGENT_STATE, "Resources", "PullStartedAt", "PullStoppedAt", "ENI", "AppMesh")
          .unsupported(AGENT_STATE, "ExecutionStoppedAt", "ExecutionCredentialsID", "ServiceName")
          .unsupported(AGENT_STATE, "StartSequenceNumber", "StopSequenceNumber", "PlatformFields")
          .unsupported(AGENT_STATE, "MemoryCPULimitsEnabled", "NvidiaRuntime", "LocalIPAddress")
          .unsupported(AGENT_STATE, "LaunchType", "ServiceConnectConfig");

  static final EcsFields CONTAINER =
      new EcsFields("a container definition")
          .read("name", "image", "cpu", "memory", "memoryReservation", "portMappings", "essential")
          .read("entryPoint", "command", "environment", "workingDirectory", "healthCheck")
          .read("dependsOn", "startTimeout", "stopTimeout", "dockerLabels", "resourceRequirements")
          .read("user", "readonlyRootFilesystem", "ulimits", "linuxParameters", "mountPoints")
          .read("secrets", "logConfiguration")
          .unsupported("containers are not linked; the start order is kept", "links")
          .unsupported("containers share no volumes; the start order is kept", "volumesFrom")
          .unsupported("there is no log router; see Task.logs()", "firelensConfiguration")
          .unsupported("variables are not fetched from S3: use environment", "environmentFiles")
          .unsupported("a task holds no registry's password", "repositoryCredentials")
          .unsupported("a service replaces the whole task instead", "restartPolicy")
          .unsupported("only the engine's configuration opens privileges", "privileged")
          .unsupported("only the engine's configuration opens privileges", "dockerSecurityOptions")
          .unsupported("kernel parameters are those of the node", "systemControls")
          .unsupported("write networkMode none for the whole task", "disableNetworking")
          .unsupported("the driver alone names hosts", "hostname")
          .unsupported(RESOLVER, "dnsServers", "dnsSearchDomains", "extraHosts")
          .unsupported("a workload has no standard input", "interactive")
          .unsupported("a workload has no terminal", "pseudoTerminal")
          .unsupported("a task does not say when its tag is resolved", "versionConsistency")
          .unsupported("there is no Active Directory", "credentialSpecs")
          .unsupported(AGENT_STATE, "RuntimeID", "DesiredStatus", "KnownStatus", "AppliedStatus")
          .unsupported(AGENT_STATE, "SentStatus", "ApplyingError", "KnownExitCode", "StatusLock")
          .unsupported(AGENT_STATE, "KnownPortBindings", "KnownPortBindingsUnsafe", "Overrides")
          .unsupported(AGENT_STATE, "RunDependencies", "TransitionDependencySet", "IsInternal")
          .unsupported(AGENT_STATE, "SteadyStateStatus", "MetadataFileUpdated", "V3EndpointID")
          .unsupported(AGENT_STATE, "ImageID", "ImageDigest", "HealthCheckType", "GPUIDs")
          .unsupported(AGENT_STATE, "DockerConfig", "RegistryAuthentication", "LogsAuthStrategy")
          .unsupported(AGENT_STATE, "ManagedAgents");

  static final EcsFields PORT_MAPPING =
      new EcsFields("a port mapping")
          .read("name", "containerPort", "hostPort", "protocol")
          .unsupported("only ECS Service Connect uses it", "appProtocol")
          .unsupported("give each port a mapping of its own", "containerPortRange")
          .unsupported(AGENT_STATE, "BindIp");

  static final EcsFields HEALTH_CHECK =
      new EcsFields("a health check")
          .read("command", "interval", "timeout", "retries", "startPeriod");

  static final EcsFields VARIABLE = new EcsFields("a variable").read("name", "value");

  static final EcsFields TAG = new EcsFields("a tag").read("key", "value");

  static final EcsFields DEPENDENCY =
      new EcsFields("a dependency").read("containerName", "condition");

  static final EcsFields PLACEMENT_CONSTRAINT =
      new EcsFields("a placement constraint").read("type", "expression");

  static final EcsFields RESOURCE = new EcsFields("a resource requirement").read("type", "value");

  static final EcsFields VOLUME_SOURCE =
      new EcsFields("a source of volumes").read("sourceContainer", "readOnly");

  static final EcsFields ULIMIT = new EcsFields("a ulimit").read("name", "softLimit", "hardLimit");

  static final EcsFields LINUX_PARAMETERS =
      new EcsFields("linuxParameters")
          .read("tmpfs")
          .unsupported("the driver alone sets capabilities and devices", "capabilities", "devices")
          .unsupported("the driver alone decides on an init process", "initProcessEnabled")
          .unsupported("swap is never used", "maxSwap", "swappiness")
          .unsupported("mount a tmpfs on /dev/shm instead", "sharedMemorySize");

  static final EcsFields TMPFS =
      new EcsFields("a tmpfs")
          .read("containerPath", "size")
          .unsupported("the driver alone sets the options of mounts", "mountOptions");

  static final EcsFields MOUNT_POINT =
      new EcsFields("a mount point").read("sourceVolume", "containerPath", "readOnly");

  static final EcsFields SECRET = new EcsFields("a secret").read("name", "valueFrom");

  static final EcsFields LOG_CONFIGURATION =
      new EcsFields("logConfiguration")
          .read("logDriver", "options")
          .unsupported("logs need no secret", "secretOptions");

  static final EcsFields VOLUME =
      new EcsFields("a volume")
          .read("name", "dockerVolumeConfiguration")
          .unsupported("directories of the node are never mounted: leave host out", "host")
          .unsupported("only AWS has such file systems", "efsVolumeConfiguration")
          .unsupported("only AWS has such file systems", "fsxWindowsFileServerVolumeConfiguration")
          .unsupported("a service does not configure volumes", "configuredAtLaunch");

  static final EcsFields DOCKER_VOLUME =
      new EcsFields("dockerVolumeConfiguration")
          .read("scope", "autoprovision")
          .unsupported("volumes are kept by the node's own driver", "driver", "driverOpts")
          .unsupported("Berth's labels are the only ones of a volume", "labels");

  private final String what;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> reasons = new HashMap<>();

  private EcsFields(String what) {
    this.what = what;
  }

  /** What has these fields, with its article. */
  String what() {
    return what;
  }

  /** The name of the field in ECS's documentation; empty if ECS has none such here. */
  Optional<String> nameOf(String spelling) {
    return Optional.ofNullable(names.get(folded(spelling)));
  }

  /** Why the field of that name is not supported; empty if it is. */
  Optional<String> whyUnsupported(String name) {
    return Optional.ofNullable(reasons.get(name));
  }

  private EcsFields read(String... fields) {
    for (String field : fields) {
      names.put(folded(field), field);
    }
    return this;
  }

  private EcsFields alias(String spelling, String field) {
    names.put(folded(spelling), field);
    return this;
  }

  private EcsFields unsupported(String reason, String... fields) {
    for (String field : fields) {
      names.put(folded(field), field);
      reasons.put(field, reason);
    }
    return this;
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
