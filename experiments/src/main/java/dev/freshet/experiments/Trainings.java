package dev.freshet.experiments;

import static java.util.Objects.requireNonNull;

import dev.freshet.experiments.grid.Progress;
import dev.freshet.experiments.paper.length.GlossTraining;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model to keep; the second program of this module. */
@Command(
    name = "train",
    description = "Trains a model and writes it to a file.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class Trainings implements Callable<Integer> {

  private static final List<Training> TRAININGS = List.of(new GlossTraining());

  @Parameters(paramLabel = "NAME", description = "The model: glosses.")
  private String name = "";

  @Option(names = "--out", required = true, description = "File to write.")
  private Path out = Path.of("");

  @Option(names = "--epochs", description = "Passes over the data; 0: as the committed model.")
  private int epochs;

  @Option(names = "--seed", description = "Seed of the training.")
  private long seed = 1;

  @Spec private @Nullable CommandSpec spec;

  Trainings() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Trainings()).execute(args));
  }

  @Override
  public Integer call() {
    Training training =
        TRAININGS.stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ParameterException(
                        requireNonNull(spec).commandLine(),
                        "nothing to train is named %s; there are %s"
                            .formatted(
                                name,
                                TRAININGS.stream()
                                    .map(Training::name)
                                    .collect(Collectors.joining(", ")))));
    training.run(out, epochs, seed, new Progress(System.out, InstantSource.system()));
    return 0;
  }
}
