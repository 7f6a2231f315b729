package dev.freshet.experiments;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.grid.ParallelRuns;
import dev.freshet.experiments.grid.Progress;
import dev.freshet.experiments.grid.UnitCache;
import dev.freshet.experiments.paper.cki.CkiExperiment;
import dev.freshet.experiments.paper.length.LengthExperiment;
import dev.freshet.experiments.paper.metammf.MetaMmfExperiment;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.srm.SrmExperiment;
import dev.freshet.models.data.LogDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the experiment of one model page; the program of this module. */
@Command(
    name = "evaluate",
    description = "Runs a model's experiment with several seeds; writes tables and plots.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Experiments implements Callable<Integer> {

  private static final int SEEDS = 5;
  private static final int QUICK_SEEDS = 2;

  @Parameters(paramLabel = "NAME", description = "The model page's name.")
  private String name = "";

  @Option(names = "--quick", description = "Show only that everything runs, in two minutes.")
  private boolean quick;

  @Option(
      names = "--seeds",
      description = "Number of seeds; 5 unless told, 2 with --quick.",
      showDefaultValue = Visibility.NEVER)
  private int seeds;

  @Option(names = "--data", description = "Folder that holds the data sets, each in its own.")
  private @Nullable Path data;

  @Option(names = "--out", description = "Folder for the report.")
  private Path out = Path.of("var", "evaluate");

  @Option(names = "--json", description = "Write claims and tables here as well.")
  private @Nullable Path json;

  @Option(
      names = "--page",
      description = "Model page whose marked tables are written; the result goes beside it.")
  private @Nullable Path page;

  @Option(names = "--commit", description = "Commit of the sources, for the result.")
  private String commit = "unknown";

  @Option(
      names = "--runs",
      description =
          "Folder of finished runs; one of the same commit that lies there is not repeated.")
  private Path runs = Path.of("var", "cache", "runs");

  @Spec private @Nullable CommandSpec spec;

  private final List<Experiment> experiments;

  /** The command with these experiments to choose from. */
  Experiments(List<Experiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  /** Those of the model pages. */
  static List<Experiment> all() {
    return List.of(
        new CkiExperiment(), new LengthExperiment(), new MetaMmfExperiment(), new SrmExperiment());
  }

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Experiments(all()))
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
                  return command.getCommandSpec().exitCodeOnExecutionException();
                })
            .execute(args));
  }

  @Override
  public Integer call() {
    Experiment experiment =
        experiments.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknown(name));
    if (data != null && !Files.isDirectory(data)) {
      throw invalid("--data is not a folder: " + data);
    }
    if (page != null && !Files.isRegularFile(page)) {
      throw invalid("--page is not a file: " + page);
    }
    int count = seeds > 0 ? seeds : quick ? QUICK_SEEDS : SEEDS;
    var settings =
        new ExperimentSettings(
            quick, LongStream.rangeClosed(1, count).boxed().toList(), Optional.ofNullable(data));
    // hours of work may come before a log is needed
    for (String log : experiment.logs()) {
      settings.dataset(log).ifPresent(folder -> LogDataset.open(folder).summary());
    }
    long started = System.nanoTime();
    Findings findings;
    try (ParallelRuns threads = new ParallelRuns()) {
      var room =
          new Room(
              settings,
              threads,
              new UnitCache(runs),
              version(),
              new Progress(System.out, InstantSource.system()));
      experiment.run(room);
      findings = room.findings(experiment.title());
    }
    System.out.print(findings.claimTable().text());
    findings.write(out, name).forEach(file -> System.out.println(file.toAbsolutePath()));
    Map<String, Object> result =
        findings.json(
            new RunFacts(
                name,
                commit,
                settings.datasets(),
                settings.seeds(),
                (System.nanoTime() - started) / 1e9));
    OutputFile.writeJson(out.resolve(name + ".json"), result);
    if (json != null) {
      OutputFile.writeJson(json, result);
    }
    if (page != null) {
      OutputFile.write(page, ModelPage.read(page).with(findings.tables()).text());
      OutputFile.writeJson(page.resolveSibling(name + ".json"), result);
    }
    return findings.pass() ? 0 : 1;
  }

  /** The commit where it says all of the sources; otherwise something that no kept run has. */
  private String version() {
    return commit.matches("[0-9a-f]+") ? commit : commit + " at " + Instant.now();
  }

  private ParameterException unknown(String asked) {
    return invalid(
        "no experiment %s; there are %s"
            .formatted(
                asked,
                experiments.stream().map(Experiment::name).collect(Collectors.joining(", "))));
  }

  private ParameterException invalid(String message) {
    return new ParameterException(requireNonNull(spec).commandLine(), message);
  }
}
