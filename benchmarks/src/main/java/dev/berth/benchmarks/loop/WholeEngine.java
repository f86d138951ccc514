package dev.berth.benchmarks.loop;

import dev.berth.Service;
import dev.berth.benchmarks.engine.CpuTime;
import dev.berth.benchmarks.engine.DataPlane;
import dev.berth.benchmarks.engine.Installation;
import dev.berth.benchmarks.engine.MeasuredJournal.Appended;
import dev.berth.benchmarks.engine.TemporaryDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** An engine on a small data plane that is kept busy: by scaling up and down, or by commands. */
final class WholeEngine implements AutoCloseable {
  private static final int NODES = 61;
  private static final int DIGITS = 3;

  private final TemporaryDirectory directory;
  private final Installation installation;

  WholeEngine(JournalKind kind, int tasks, int services, Path parent) {
    this.directory = TemporaryDirectory.in(parent);
    this.installation =
        Installation.start(new DataPlane(NODES), kind.make(directory.path()), builder -> builder);
    installation.addNodes(NODES, tasks);
    installation.addServices(services);
  }

  /** One round of about {@code nanos}: so many tasks come, and go again. */
  void scale(int tasks, long nanos, Flow flow) {
    measured(
        nanos,
        flow,
        () -> {
          long begin = System.nanoTime();
          installation.scaleTo(tasks);
          installation.awaitSteady();
          flow.latency().recordValue(System.nanoTime() - begin);
          installation.scaleTo(0);
          installation.awaitSteady();
        });
  }

  private void measured(long nanos, Flow flow, Runnable turn) {
    Appended before = installation.journal().appended();
    CpuTime cpu = CpuTime.now();
    long begin = System.nanoTime();
    do {
      turn.run();
    } while (System.nanoTime() - begin < nanos);
    long spent = System.nanoTime() - begin;
    tell(installation.journal().appended().since(before), CpuTime.now().since(cpu), flow);
    flow.perSecond().add(installation.journal().appended().since(before).entries() * 1e9 / spent);
  }

  private static void tell(Appended appended, CpuTime cpu, Flow flow) {
    flow.perAppend().add((double) appended.entries() / appended.appends());
    flow.cpuMicros().add(cpu.process() / 1e3 / appended.entries());
  }

  /**
   * One round of {@code nanos}: every service is changed by a caller of its own as fast as it is
   * answered.
   */
  void commands(long nanos, Flow flow) throws InterruptedException {
    List<Service> services = installation.services();
    Appended before = installation.journal().appended();
    CpuTime cpu = CpuTime.now();
    long begin = System.nanoTime();
    try (ExecutorService callers = Executors.newFixedThreadPool(services.size())) {
      List<Callable<Histogram>> calls = new ArrayList<>();
      services.forEach(service -> calls.add(() -> change(service, begin + nanos)));
      for (Future<Histogram> latency : callers.invokeAll(calls)) {
        flow.latency().add(latency.get());
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a command was refused", failed.getCause());
    }
    long spent = System.nanoTime() - begin;
    Appended appended = installation.journal().appended().since(before);
    tell(appended, CpuTime.now().since(cpu), flow);
    flow.perSecond().add(appended.entries() * 1e9 / spent);
  }

  /** Each change is one event, since the service has no task. */
  private static Histogram change(Service service, long end) {
    Histogram latency = new Histogram(DIGITS);
    for (long i = 1; System.nanoTime() < end; i++) {
      Duration grace = Duration.ofSeconds(i % 2);
      long begin = System.nanoTime();
      service.update(spec -> spec.healthCheckGracePeriod(grace));
      latency.recordValue(System.nanoTime() - begin);
    }
    return latency;
  }

  @Override
  public void close() {
    try (directory) {
      installation.close();
    }
  }
}
