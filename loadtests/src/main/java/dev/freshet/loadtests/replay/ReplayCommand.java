package dev.freshet.loadtests.replay;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.models.data.LogDataset;
import dev.freshet.models.data.LogSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Replays a log and writes down what the models knew. */
@Command(
    name = "replay",
    description = "Replays a log through the running jobs: score first, learn second.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ReplayCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(
      names = "--data",
      required = true,
      description = "Folder of a log in one of the layouts that the reference lists.")
  private @Nullable Path data;

  @Option(names = "--speed", description = "max, or how many times faster than it happened.")
  private String speed = "max";

  @Option(names = "--model", description = "The model that the others are compared with.")
  private String model = "sasrec";

  @Option(names = "--partitions", description = "Partitions of topics that have to be created.")
  private int partitions = 4;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  @Option(names = "--report", description = "Write an HTML page with plots here.")
  private @Nullable Path report;

  @Option(names = "--check", description = "Only read the whole log and say what it holds.")
  private boolean check;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    LogDataset log = LogDataset.open(requireNonNull(data));
    describe(log);
    if (check) {
      return 0;
    }
    var config = new ReplayConfig(bootstrap, partitions, speed(), PATIENCE, model);
    ReplayResult result = new Replay(log, config, System.out).run();
    System.out.print(result.table().text());
    System.out.println(result.summary());
    if (json != null) {
      OutputFile.writeJson(json, result.json());
    }
    if (report != null) {
      result.report().write(report);
      System.out.println("report: " + report.toAbsolutePath());
    }
    if (!result.whole()) {
      System.err.printf(
          "%,d impressions went in, %,d examples came out%n",
          result.impressions(), result.examples());
      return 1;
    }
    if (result.models().isEmpty()) {
      System.err.println("the examples came back without any model's score");
      return 1;
    }
    return 0;
  }

  private static void describe(LogDataset log) {
    LogSummary summary = log.summary();
    System.out.printf(
        "%s: %,d impressions of %,d users and %,d videos, %s to %s%n",
        log.name(),
        summary.impressions(),
        summary.users(),
        summary.videos(),
        summary.first(),
        summary.last());
    if (summary.badRows() > 0) {
      System.out.printf("%,d rows could not be read and are left out%n", summary.badRows());
      summary.firstBadRows().forEach(row -> System.out.println("  " + row));
    }
  }

  private double speed() {
    if (speed.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      double times = Double.parseDouble(speed);
      if (times > 0 && Double.isFinite(times)) {
        return times;
      }
    } catch (NumberFormatException e) {
      throw invalid(e);
    }
    throw invalid(null);
  }

  private ParameterException invalid(@Nullable Throwable cause) {
    return new ParameterException(
        requireNonNull(spec).commandLine(),
        "--speed must be max or a positive number: " + speed,
        cause,
        null,
        speed);
  }
}
