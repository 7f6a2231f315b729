package dev.freshet.local;

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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** Replays a log through a broker and the Flink jobs of its own. */
@Command(
    name = "replay",
    description = "Replay a log through the same jobs and evaluate the models.",
    footer = {"", "Further options go to the replay itself."})
final class ReplayCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "folder of the log, in the layout of KuaiRand, KuaiRec, MovieLens or MIND")
  private Path data = Path.of("");

  @Option(
      names = "--speed",
      defaultValue = "max",
      paramLabel = "max|N",
      description = "how many times faster than it happened")
  private String speed = "max";

  @Option(names = "--json", paramLabel = "FILE", description = "save the result here")
  private @Nullable Path json;

  @Unmatched private List<String> further = new ArrayList<>();

  ReplayCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    Terminal terminal = options.terminal();
    VarFolder var = VarFolder.open(options.freshVar(installation, "replay"));
    try (LocalSystem system = new LocalSystem(var, terminal)) {
      var ports = Ports.free();
      var processes = new LocalProcesses(installation, var, ports);
      terminal.say("Reading " + data);
      int readable = system.run(processes.loadtests("check", checking()));
      if (readable != 0) {
        return readable;
      }
      terminal.say("Starting in " + var.dir());
      system.start(processes.broker());
      system.start(processes.flink(Profile.REPLAY, options.settings()));
      int status = system.run(processes.loadtests("replay", arguments(processes, var)));
      if (status == 0 && !options.namesVar()) {
        system.stop();
        var.delete("broker");
        var.delete("flink");
      }
      return status;
    }
  }

  /** Reads the log before anything is started: a folder that cannot be read costs no start. */
  private List<String> checking() {
    return List.of("replay", "--check", "--data", data.toString(), "--speed", speed);
  }

  private List<String> arguments(LocalProcesses processes, VarFolder var) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "replay",
                "--bootstrap",
                processes.bootstrap(),
                "--data",
                data.toString(),
                "--model",
                options.model(),
                "--speed",
                speed,
                "--json",
                (json != null ? json : var.of("reports").resolve("replay.json")).toString(),
                "--report",
                var.of("reports").resolve("replay.html").toString()));
    arguments.addAll(further);
    return arguments;
  }
}
