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

/** Trains a model to keep. */
@Command(
    name = "train",
    description = "Train a model and write it to a file.",
    footer = {"", "Further options, such as --epochs or --seed, go to the training itself."})
final class TrainCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  @Parameters(paramLabel = "NAME", description = "glosses")
  private String name = "";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "file to write; unless told, NAME.bin in the folder where everything is")
  private @Nullable Path out;

  @Unmatched private List<String> further = new ArrayList<>();

  TrainCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    VarFolder var = VarFolder.open(options.freshVar(installation, "train"));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var processes = new LocalProcesses(installation, var, Ports.free());
      Path file = out == null ? var.of(name + ".bin") : out;
      List<String> arguments =
          new ArrayList<>(List.of(name, "--out", file.toAbsolutePath().toString()));
      arguments.addAll(further);
      return system.run(processes.training(arguments));
    }
  }
}
