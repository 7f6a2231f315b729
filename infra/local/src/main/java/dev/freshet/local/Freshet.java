package dev.freshet.local;

import dev.freshet.local.process.LaunchException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line behind {@code ./freshet}. */
@Command(
    name = "freshet",
    synopsisHeading = "Usage: ",
    description = "A real-time recommender for micro-video feeds.",
    commandListHeading = "%nCommands:%n",
    footer = {
      // the script does these two itself: they build the very jar that this class is in
      "  test    Build everything and run every test.",
      "  format  Format the sources.",
      "  bench micro",
      "          Run the micro-benchmarks of the hot paths; further options go to JMH.",
      "",
      "Each command explains its options with --help."
    },
    subcommands = {
      UpCommand.class,
      ReplayCommand.class,
      BenchCommand.class,
      EvaluateCommand.class,
      TrainCommand.class,
      StatusCommand.class,
      DeadLettersCommand.class,
      RoundCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      GenerateCommand.class,
      KeyCommand.class
    })
public final class Freshet {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  @SuppressWarnings("UnusedVariable") // for picocli alone
  private boolean help;

  private Freshet() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command; 0 when it succeeded. What keeps it from that is told in plain words. */
  static int run(String... args) {
    return new CommandLine(new Freshet())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (!(failure instanceof LaunchException)) {
                throw failure;
              }
              command.getErr().println("freshet: " + failure.getMessage());
              command.getErr().flush();
              return command.getCommandSpec().exitCodeOnExecutionException();
            })
        .execute(args);
  }
}
