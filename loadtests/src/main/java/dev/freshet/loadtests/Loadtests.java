package dev.freshet.loadtests;

import dev.freshet.loadtests.audience.AudienceCommand;
import dev.freshet.loadtests.deadletters.DeadLettersCommand;
import dev.freshet.loadtests.language.GenerateCommand;
import dev.freshet.loadtests.replay.ReplayCommand;
import dev.freshet.loadtests.rounds.RoundProgram;
import dev.freshet.loadtests.transfer.ExportCommand;
import dev.freshet.loadtests.transfer.ImportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The programs that drive the running system from outside. */
@Command(
    name = "loadtests",
    description = "Drives a running system from outside.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AudienceCommand.class,
      ReplayCommand.class,
      BenchCommand.class,
      DeadLettersCommand.class,
      RoundProgram.class,
      ImportCommand.class,
      ExportCommand.class,
      GenerateCommand.class
    })
public final class Loadtests {

  private Loadtests() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command; 0 when it succeeded. A failure is told in one line. */
  static int run(String... args) {
    return new CommandLine(new Loadtests())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
              return command.getCommandSpec().exitCodeOnExecutionException();
            })
        .execute(args);
  }
}
