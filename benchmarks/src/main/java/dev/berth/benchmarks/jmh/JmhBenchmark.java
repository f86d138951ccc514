package dev.berth.benchmarks.jmh;

import dev.berth.benchmarks.Benchmark;
import dev.berth.benchmarks.Settings;
import dev.berth.benchmarks.UnusableSettingException;
import dev.berth.benchmarks.report.Axis;
import dev.berth.benchmarks.report.Figure;
import dev.berth.benchmarks.report.Machine;
import dev.berth.benchmarks.report.Panel;
import dev.berth.benchmarks.report.Report;
import dev.berth.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * JMH, with its figures told as those of all other benchmarks. Takes JMH's own arguments: a regular
 * expression and options.
 */
public final class JmhBenchmark implements Benchmark {
  private final String[] arguments;

  private JmhBenchmark(String[] arguments) {
    this.arguments = arguments.clone();
  }

  /**
   * Starts it.
   *
   * @param arguments JMH's
   */
  public static void main(String[] arguments) {
    Benchmark.launch(new JmhBenchmark(arguments));
  }

  @Override
  public String name() {
    return "jmh";
  }

  @Override
  public void run(Settings settings, Report report) {
    Collection<RunResult> results = results(settings.quick());
    List<Panel.Bar> bars = new ArrayList<>();
    for (RunResult result : results) {
      String name = name(result.getParams());
      Result<?> primary = result.getPrimaryResult();
      report.add(name, "score", primary.getScore(), primary.getScoreUnit());
      if (Double.isFinite(primary.getScoreError())) {
        report.add(name, "score error", primary.getScoreError(), primary.getScoreUnit());
      }
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      if (allocated != null) {
        report.add(name, "allocated", allocated.getScore(), allocated.getScoreUnit());
      }
      String subject = result.getParams().getParam("subject");
      bars.add(new Panel.Bar(name, subject == null ? "Berth" : subject, primary.getScore()));
    }
    report.print(Table.of(report.measurements()));
    report.write(figure(bars, results.iterator().next().getPrimaryResult().getScoreUnit()));
  }

  private Collection<RunResult> results(boolean quick) {
    try {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .parent(new CommandLineOptions(arguments))
              .addProfiler(GCProfiler.class);
      if (quick) {
        options
            .forks(1)
            .warmupIterations(1)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(2)
            .measurementTime(TimeValue.seconds(1));
      }
      return new Runner(options.build()).run();
    } catch (RunnerException | CommandLineOptionException failed) {
      // The message itself goes on with how JMH was built.
      String why = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
      throw new UnusableSettingException(
          "JMH cannot run with %s: %s".formatted(List.of(arguments), why));
    }
  }

  private static String name(BenchmarkParams params) {
    String method = params.getBenchmark();
    String parameters =
        params.getParamsKeys().stream()
            .map(key -> key + " " + params.getParam(key))
            .collect(Collectors.joining(", "));
    return method.substring(method.lastIndexOf('.') + 1)
        + (parameters.isEmpty() ? "" : ", " + parameters);
  }

  private static Figure figure(List<Panel.Bar> bars, String unit) {
    double greatest = bars.stream().mapToDouble(Panel.Bar::value).max().orElse(1);
    return new Figure(
        "The hot path under JMH",
        "mean of all iterations of all forks",
        Machine.describe(),
        List.of(new Panel.Bars("All benchmarks", Axis.linear(unit, 0, greatest), bars)));
  }
}
