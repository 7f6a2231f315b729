package dev.freshet.local;

import dev.freshet.local.LocalProcesses.Ports;
import dev.freshet.local.LocalProcesses.Profile;
import dev.freshet.local.process.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Measures a system of its own, started for the purpose. */
@Command(
    name = "bench",
    description = "Run a benchmark on a fresh system; print a table.",
    footer = {"", "Further options go to the benchmark itself."})
final class BenchCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  @Parameters(paramLabel = "NAME", description = "such as freshness")
  private String name = "";

  @Option(names = "--json", paramLabel = "FILE", description = "save the result here")
  private @Nullable Path json;

  @Unmatched private List<String> further = new ArrayList<>();

  BenchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    VarFolder var = VarFolder.open(options.freshVar(installation, "bench"));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var ports = new Ports(Port.free(), Port.free(), Port.free(), Port.free());
      var processes = new LocalProcesses(installation, var, ports);
      terminal.say("Starting in " + var.dir());
      system.start(processes.broker());
      system.start(
          processes.flink(Profile.LIVE, flinkArguments()),
          processes.serving(),
          processes.streams());
      return system.run(processes.loadtests("bench", arguments(processes)));
    }
  }

  /** The pass-through job is what the pipeline's latency is compared with. */
  private List<String> flinkArguments() {
    List<String> arguments = new ArrayList<>(List.of("--pass-through", "true"));
    arguments.addAll(options.settings());
    return arguments;
  }

  private List<String> arguments(LocalProcesses processes) {
    List<String> arguments =
        new ArrayList<>(
            List.of("bench", name, "--url", processes.url(), "--bootstrap", processes.bootstrap()));
    if (json != null) {
      arguments.addAll(List.of("--json", json.toString()));
    }
    arguments.addAll(further);
    return arguments;
  }
}
