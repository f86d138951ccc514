package dev.berth.spi;

import dev.berth.model.ContainerExit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What runs tasks: processes, containers, or a simulation. The verbs are Nomad's.
 *
 * <p>An instance serves one engine: {@link #open} is called once before anything else, {@link
 * #close} once at the end. Every call is asynchronous and may be made from any thread; the engine
 * bounds how many run at once per node. A refused call completes exceptionally with a {@link
 * DriverException}; every other failure is treated as {@link DriverException.Reason#FAILED}.
 *
 * <p>The protocol is made to be safe if either side dies at any point:
 *
 * <ul>
 *   <li>The engine calls {@link #create} only after its intent is durable. Creating a task that
 *       exists under the same name and labels returns the existing one; the name of a stranger is
 *       refused.
 *   <li>A container is started at most once: {@link #start} of one that was started before changes
 *       nothing.
 *   <li>{@link #stop} and {@link #destroy} of what is gone succeed.
 *   <li>Observations are hints: they may be lost, late, doubled or reordered. {@link #list} is the
 *       truth.
 *   <li>{@link #close} stops nothing. What runs goes on, and {@link #recover} takes it up again.
 * </ul>
 *
 * <p>Every driver passes {@code DriverContractTest} of the testkit.
 */
public interface Driver extends AutoCloseable {
  /** The name nodes refer to, such as {@code process}. */
  String name();

  /** What this driver can do. A task that needs more is refused at placement with that reason. */
  DriverCapabilities capabilities();

  /**
   * Makes the driver ready for one engine.
   *
   * @throws DriverException if it cannot work here; the message says what is missing
   */
  void open(DriverContext context);

  /** What this driver's machine offers, read anew at each call. */
  CompletionStage<Fingerprint> fingerprint();

  /**
   * Creates a task with all its containers, starts none, and chooses its dynamic host ports. A call
   * that fails leaves nothing behind.
   */
  CompletionStage<TaskReport> create(TaskLaunch launch);

  /**
   * Starts one container; completes when it runs (it may have ended already). A dynamic host port
   * that a stranger took since {@link #create} is replaced before the first container starts; the
   * report tells the ports as they are then.
   */
  CompletionStage<TaskReport> start(TaskHandle task, String container);

  /**
   * Takes up a task of an earlier life of the same engine: from now on its containers' exits are
   * observed.
   */
  CompletionStage<TaskReport> recover(TaskHandle task);

  /**
   * Every task that bears this engine's id, of whatever state, and the nodes that cannot be
   * reached. A driver that can tell nothing fails; its nodes then count as lost after 40 s.
   */
  CompletionStage<Listing> list();

  /** One task as it is now; empty if there is none. */
  CompletionStage<Optional<TaskReport>> inspect(TaskHandle task);

  /**
   * Asks one container to end, and kills it with all it started if it has not within {@code
   * timeout}; completes when nothing of it is left.
   *
   * @param timeout from the request (SIGTERM) to the kill
   */
  CompletionStage<ContainerExit> stop(TaskHandle task, String container, Duration timeout);

  /** Removes what was made for a task, killing what still runs. */
  CompletionStage<Void> destroy(TaskHandle task);

  /** What one container uses now. */
  CompletionStage<ContainerStats> stats(TaskHandle task, String container);

  /** Reads a bounded piece of one container's output. */
  CompletionStage<LogChunk> logs(TaskHandle task, String container, LogQuery query);

  /**
   * Runs a command beside one container, with the same environment.
   *
   * @param timeout after which the command is killed and the call fails with {@link
   *     DriverException.Reason#TIMED_OUT}
   */
  CompletionStage<ExecResult> exec(
      TaskHandle task, String container, List<String> command, Duration timeout);

  /** Releases threads and files of this driver; running tasks go on. */
  @Override
  void close();
}
