package dev.freshet.local;

import dev.freshet.local.process.RestartPolicy;
import dev.freshet.local.process.Supervisor;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.VarFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Works on the dead letters of a system that runs. Every option goes to the program that does. */
@Command(name = "dlq", description = "List, show or re-drive the dead letters of a running system.")
final class DeadLettersCommand implements Callable<Integer> {

  @Unmatched private List<String> arguments = new ArrayList<>();

  DeadLettersCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    var terminal = new Terminal(System.out, false, false);
    // a folder of its own: that of the running system is taken
    try (VarFolder var = VarFolder.open(installation.root().resolve("var").resolve("dlq"));
        Supervisor supervisor =
            new Supervisor(var.of("logs"), var.processes(), terminal, RestartPolicy.DEFAULT)) {
      var processes = new LocalProcesses(installation, var, new Ports(0, 0, 0, 0));
      List<String> line = new ArrayList<>(List.of("dlq"));
      line.addAll(arguments);
      return supervisor.run(processes.loadtests("dlq", line));
    }
  }
}
