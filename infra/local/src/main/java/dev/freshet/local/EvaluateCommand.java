package dev.freshet.local;

import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
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

/** Runs a model's experiment. */
@Command(
    name = "evaluate",
    description = "Run a model's experiment; write its tables and plots.",
    footer = {
      "",
      "Further options, such as --quick, --data or --json, go to the experiment itself."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  @Parameters(paramLabel = "NAME", description = "cki, length, metammf or srm")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "where tables and plots go; unless told, the folder reports where everything is")
  private @Nullable Path out;

  @Option(
      names = "--page",
      description = "also write the marked tables of docs/models/NAME.md, and NAME.json beside it")
  private boolean page;

  @Unmatched private List<String> further = new ArrayList<>();

  EvaluateCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    VarFolder var = VarFolder.open(options.freshVar(installation, "evaluate"));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      List<String> arguments = new ArrayList<>(List.of(name));
      Path reports = out == null ? var.of("reports") : out.toAbsolutePath();
      arguments.addAll(List.of("--out", reports.toString()));
      arguments.addAll(List.of("--commit", System.getProperty("freshet.commit", "unknown")));
      arguments.addAll(List.of("--runs", installation.root().resolve("var/cache/runs").toString()));
      if (page) {
        Path pages = installation.root().resolve("docs").resolve("models");
        arguments.addAll(List.of("--page", pages.resolve(name + ".md").toString()));
      }
      arguments.addAll(further);
      return system.run(processes.experiment(arguments));
    }
  }
}
