package dev.freshet.local;

import dev.freshet.local.bench.FaultBench;
import dev.freshet.local.bench.ScaleBench;
import dev.freshet.local.bench.StateBench;
import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalProcesses.Profile;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Measures a system of its own, or a part of one, started for the purpose. */
@Command(
    name = "bench",
    description = "Run a benchmark; print a table.",
    footer = {"", "Further options go to the benchmark itself."})
final class BenchCommand implements Callable<Integer> {

  /** More than two cores can ask for. */
  private static final String REQUESTS_PER_SECOND = "1000000";

  /** The job that the pipeline's latency is compared with. */
  private static final List<String> PASS_THROUGH = List.of("--pass-through", "true");

  /** Benchmark that lets a fusion be released while it measures. */
  private static final String FRESHNESS = "freshness";

  @Mixin private SystemOptions options = new SystemOptions();

  @Parameters(
      paramLabel = "NAME",
      description =
          "ann, faults, freshness, fusion, fusion-freshness, ingest, language, merge, scale,"
              + " serve, state or train")
  private String name = "";

  @Option(names = "--json", paramLabel = "FILE", description = "save the result here")
  private @Nullable Path json;

  @Option(
      names = "--cluster",
      description = "faults: let Flink be a job manager and two task managers")
  private boolean cluster;

  @Option(
      names = "--no-fusion",
      description = "faults, freshness, ingest, serve: leave out what makes vectors of content")
  private boolean noFusion;

  @Unmatched private List<String> further = new ArrayList<>();

  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    Path dir = options.freshVar(installation, "bench");
    terminal.say("Starting in " + dir);
    return switch (name) {
      case "train" ->
          alone(
              installation,
              dir,
              processes ->
                  processes.bench(
                      "flink-jobs",
                      "dev.freshet.flink.bench.TrainBench",
                      LocalProcesses.DJL_FLAGS,
                      moduleArguments()));
      case "fusion" ->
          alone(
              installation,
              dir,
              processes ->
                  processes.bench(
                      "flink-jobs",
                      "dev.freshet.flink.bench.FusionBench",
                      LocalProcesses.DJL_FLAGS,
                      moduleArguments()));
      case "merge" ->
          alone(installation, dir, processes -> processes.trainingBench(arguments("merge")));
      case "language" ->
          alone(installation, dir, processes -> processes.languageModel(arguments("language")));
      case "ann" ->
          alone(
              installation,
              dir,
              processes ->
                  processes.bench(
                      "serving",
                      "dev.freshet.serving.vector.AnnBench",
                      List.of("-Xmx4g", "--add-modules", "jdk.incubator.vector"),
                      moduleArguments()));
      case "fusion-freshness" -> fusionFreshness(installation, dir);
      case "state" -> new StateBench(installation, dir, terminal).run(json);
      case "scale" -> new ScaleBench(installation, dir, terminal).run(json);
      case FaultBench.NAME ->
          new FaultBench(installation, VarFolder.open(dir), terminal)
              .run(options.model(), options.settings(), cluster, !noFusion, moduleArguments());
      default -> onWholeSystem(installation, dir);
    };
  }

  private int onWholeSystem(Installation installation, Path dir) throws InterruptedException {
    VarFolder var = VarFolder.open(dir);
    try (LocalSystem system = new LocalSystem(var, options.terminal())) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      system.start(processes.broker());
      List<ChildSpec> together = new ArrayList<>();
      together.add(generous(processes.serving(options.model())));
      together.add(processes.streams());
      together.addAll(processes.jobs(!noFusion, PASS_THROUGH, options.settings()));
      system.start(together);
      return system.run(processes.loadtests("bench", arguments(processes)));
    }
  }

  /** All clients of a benchmark come from one address, which counts as one caller. */
  private static ChildSpec generous(ChildSpec serving) {
    return serving
        .with("FRESHET_LIMITS_REQUESTS_PER_SECOND", REQUESTS_PER_SECOND)
        .with("FRESHET_LIMITS_BURST", REQUESTS_PER_SECOND);
  }

  /** The job alone with a broker; the benchmark makes the network that it releases. */
  private int fusionFreshness(Installation installation, Path dir) throws InterruptedException {
    VarFolder var = VarFolder.open(dir);
    List<String> jobs = new ArrayList<>(List.of("--jobs", "fusion"));
    jobs.addAll(options.givenSettings());
    try (LocalSystem system = new LocalSystem(var, options.terminal())) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      system.start(processes.broker());
      system.start(processes.flink(Profile.LIVE, jobs));
      List<String> arguments = arguments("fusion-freshness");
      arguments.addAll(List.of("--bootstrap", processes.bootstrap()));
      return system.run(processes.trainingBench(arguments));
    }
  }

  private int alone(
      Installation installation, Path dir, Function<LocalProcesses, ChildSpec> program)
      throws InterruptedException {
    VarFolder var = VarFolder.open(dir);
    try (LocalSystem system = new LocalSystem(var, options.terminal())) {
      return system.run(program.apply(new LocalProcesses(installation, var, Ports.free())));
    }
  }

  private List<String> arguments(String benchmark) {
    List<String> arguments = new ArrayList<>(List.of("bench", benchmark));
    arguments.addAll(moduleArguments());
    return arguments;
  }

  /** What the benchmark itself was given. */
  private List<String> moduleArguments() {
    List<String> arguments = new ArrayList<>();
    if (json != null) {
      arguments.addAll(List.of("--json", json.toAbsolutePath().toString()));
    }
    arguments.addAll(further);
    return arguments;
  }

  private List<String> arguments(LocalProcesses processes) {
    List<String> arguments =
        new ArrayList<>(
            List.of("bench", name, "--url", processes.url(), "--bootstrap", processes.bootstrap()));
    if (name.equals(FRESHNESS) && !noFusion) {
      arguments.add("--fusion");
    }
    arguments.addAll(moduleArguments());
    return arguments;
  }
}
