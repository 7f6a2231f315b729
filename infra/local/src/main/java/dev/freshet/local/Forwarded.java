package dev.freshet.local;

import dev.freshet.local.process.ChildSpec;
import dev.freshet.local.process.RestartPolicy;
import dev.freshet.local.process.Supervisor;
import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalProcesses;
import dev.freshet.local.system.LocalProcesses.Ports;
import dev.freshet.local.system.VarFolder;
import java.util.ArrayList;
import java.util.List;

/**
 * A command on a system that runs, here or elsewhere: another program does it, and every option
 * goes there.
 *
 * @param name of the command, there and here
 */
record Forwarded(String name) {

  /** Makes the program that does it. */
  @FunctionalInterface
  interface Program {
    ChildSpec of(LocalProcesses processes, List<String> line);
  }

  /** Runs the program at the terminal and returns its exit status. */
  int run(List<String> arguments) throws InterruptedException {
    return run((processes, line) -> processes.loadtests(name, line), arguments);
  }

  /** Runs another program than the usual one. */
  int run(Program program, List<String> arguments) throws InterruptedException {
    Installation installation = Installation.fromSystemProperty();
    var terminal = new Terminal(System.out, false, false);
    // a folder of its own: the running system holds the usual one
    try (VarFolder var = VarFolder.open(installation.root().resolve("var").resolve(name));
        Supervisor supervisor =
            new Supervisor(var.of("logs"), var.processes(), terminal, RestartPolicy.DEFAULT)) {
      var processes = new LocalProcesses(installation, var, new Ports(0, 0, 0, 0, 0));
      List<String> line = new ArrayList<>(List.of(name));
      line.addAll(arguments);
      return supervisor.run(program.of(processes, line));
    }
  }
}
