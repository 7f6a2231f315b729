package dev.freshet.loadtests.deadletters;

import static java.util.Objects.requireNonNull;

import dev.freshet.loadtests.topic.BrokerOptions;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes dead letters back to their topic. */
@Command(
    name = "redrive",
    description = "Writes the dead letters of a topic back to it, each record once.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class RedriveCommand implements Callable<Integer> {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Parameters(paramLabel = "TOPIC", description = "Such as feedback-events.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Only if the reason contains it.")
  private String reason = "";

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean rehearsal;

  @Spec private @Nullable CommandSpec spec;

  RedriveCommand() {}

  @Override
  public Integer call() {
    var redrive = new Redrive(broker.clients(), topic(name, requireNonNull(spec)), reason);
    Redrive.Outcome outcome = rehearsal ? redrive.rehearse() : redrive.run();
    System.out.println(outcome.text(rehearsal));
    return 0;
  }

  /** The topic called {@code name}, or whose dead letters are. */
  static Topic<String, ?> topic(String name, CommandSpec spec) {
    return Letters.topic(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "no such topic: %s; there are %s"
                        .formatted(
                            name,
                            Topics.ALL.stream()
                                .map(Topic::name)
                                .collect(Collectors.joining(", ")))));
  }
}
