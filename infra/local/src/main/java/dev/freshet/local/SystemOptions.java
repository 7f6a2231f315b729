package dev.freshet.local;

import dev.freshet.local.process.Terminal;
import dev.freshet.local.system.Installation;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that starts processes. */
final class SystemOptions {

  private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  @SuppressWarnings("UnusedVariable") // for picocli alone
  private boolean help;

  @Option(
      names = "--var",
      paramLabel = "DIR",
      description = "where everything is written; a later start continues from there")
  private @Nullable Path var;

  @Option(names = "--verbose", description = "show the log of every process")
  private boolean verbose;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of the Flink jobs; may be repeated")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--model",
      defaultValue = "sasrec",
      paramLabel = "NAME",
      description = "the sequence model that learns and serves: sasrec, gru4rec or din")
  private String model = "sasrec";

  SystemOptions() {}

  /** The sequence model that learns and serves. */
  String model() {
    return model;
  }

  /** The folder that was named, or the repository's {@code var}. */
  Path var(Installation installation) {
    return var != null ? var : installation.root().resolve("var");
  }

  /** The folder that was named, or a new one for a run of {@code command}. */
  Path freshVar(Installation installation, String command) {
    String now = TIMESTAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    return var != null ? var : var(installation).resolve(command).resolve(now);
  }

  /** Whether the person chose the folder. */
  boolean namesVar() {
    return var != null;
  }

  /** Settings for the Flink jobs, as arguments. */
  List<String> settings() {
    return Stream.concat(
            Stream.of("--set", "freshet.training.model=" + model), givenSettings().stream())
        .toList();
  }

  /** Those of them that the person gave. */
  List<String> givenSettings() {
    return settings.stream().flatMap(setting -> Stream.of("--set", setting)).toList();
  }

  /** Where to talk to the person; the script says whether that is a terminal. */
  Terminal terminal() {
    return new Terminal(System.out, verbose, Boolean.getBoolean("freshet.colour"));
  }
}
