package dev.freshet.local;

import dev.freshet.local.process.ProcessList;
import dev.freshet.local.system.Installation;
import dev.freshet.local.system.LocalSystem;
import dev.freshet.local.system.VarFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what runs. */
@Command(name = "status", description = "Show the running processes and their memory.")
final class StatusCommand implements Callable<Integer> {

  @Mixin private SystemOptions options = new SystemOptions();

  StatusCommand() {}

  @Override
  public Integer call() {
    var folder = options.var(Installation.fromSystemProperty());
    List<ProcessList.Entry> running = VarFolder.processes(folder).running();
    if (running.isEmpty()) {
      options.terminal().say("Nothing runs in " + folder + ".");
      return 1;
    }
    running.forEach(
        entry ->
            options
                .terminal()
                .say("  %-8s process %d".formatted(entry.name(), entry.handle().pid())));
    options.terminal().say(LocalSystem.memory(LocalSystem.memoryOf(running)));
    return 0;
  }
}
