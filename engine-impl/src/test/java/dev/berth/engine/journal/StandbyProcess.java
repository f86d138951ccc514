package dev.berth.engine.journal;

import dev.berth.Engine;
import dev.berth.event.EventRecord;
import dev.berth.journal.Journals;
import dev.berth.journal.PostgresOptions;
import dev.berth.model.NodeSpec;
import dev.berth.model.Resources;
import dev.berth.model.ServiceSpec;
import dev.berth.model.TaskDefinition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An engine in a process of its own, which stands by until it leads and tells on standard output
 * what becomes of it. It ends with its standard input.
 */
final class StandbyProcess {
  private StandbyProcess() {}

  /** Arguments: URL, schema, seconds of the lease, name, file of the calls. */
  public static void main(String[] arguments) throws IOException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(arguments[0] + "&ApplicationName=" + arguments[3]);
    PostgresOptions options =
        PostgresOptions.defaults()
            .schema(arguments[1])
            .lease(Duration.ofSeconds(Long.parseLong(arguments[2])))
            .holder(arguments[3])
            .standby(Duration.ofDays(1));
    Engine engine =
        Engine.builder()
            .journal(Journals.postgres(dataSource, options))
            .driver(new UnreachableDriver(arguments[3], Path.of(arguments[4])))
            .start();
    System.out.println("leads");
    engine.events().subscribe(new Teller(engine));
    if (engine.clusters().isEmpty()) {
      engine.createCluster("test").addNode(NodeSpec.of("n1", Resources.of(1024, 1024)));
      TaskDefinition definition =
          engine.register(
              TaskDefinition.builder("web")
                  .container("app", app -> app.command("serve").memoryMiB(64))
                  .build());
      engine.cluster("test").createService(ServiceSpec.of("web", definition).build());
    }
    // Nobody writes there: this returns when whoever started the process is gone.
    System.in.readAllBytes();
    Runtime.getRuntime().halt(0);
  }

  private record Teller(Engine engine) implements Flow.Subscriber<EventRecord> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(EventRecord event) {}

    @Override
    public void onError(Throwable failure) {
      System.out.println("ended: " + failure.getMessage());
      engine.close();
      System.out.println("closed");
    }

    @Override
    public void onComplete() {}
  }
}
