package dev.freshet.loadtests.deadletters;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.topic.BrokerOptions;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts the dead letters of every topic by reason. */
@Command(
    name = "list",
    description = "Counts the dead letters of every topic by reason.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ListCommand implements Callable<Integer> {

  private static final long PATIENCE_SECONDS = 30;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the list here.")
  private @Nullable Path json;

  ListCommand() {}

  @Override
  public Integer call() {
    KafkaClients clients = broker.clients();
    List<LetterCount> counts = counts(clients);
    if (counts.isEmpty()) {
      System.out.println("No dead letters.");
    } else {
      System.out.print(table(counts).text());
    }
    if (json != null) {
      OutputFile.writeJson(
          json, Map.of("letters", counts.stream().map(LetterCount::json).toList()));
    }
    return 0;
  }

  /** One for each topic and reason, in the order of topics; most letters first. */
  static List<LetterCount> counts(KafkaClients clients) {
    Set<String> present = topicNames(clients);
    RedrivePositions positions = RedrivePositions.read(clients);
    List<LetterCount> counts = new ArrayList<>();
    for (Topic<String, ?> topic : Topics.ALL) {
      if (present.contains(topic.deadLetters())) {
        var ofTopic = new LetterCount.Counting(topic.deadLetters());
        new Letters(clients)
            .read(
                topic,
                letter -> ofTopic.add(letter, positions.passed(topic.deadLetters(), letter)));
        counts.addAll(ofTopic.counts());
      }
    }
    return counts;
  }

  private static Table table(List<LetterCount> counts) {
    return new Table(
        List.of(
            "dead letters of",
            "letters",
            "records",
            "re-driven",
            "newest",
            "source offsets",
            "reason"),
        counts.stream()
            .map(
                count ->
                    List.of(
                        count.topic(),
                        "%,d".formatted(count.letters()),
                        "%,d".formatted(count.sources()),
                        "%,d".formatted(count.redriven()),
                        Instant.ofEpochMilli(count.newest())
                            .truncatedTo(ChronoUnit.SECONDS)
                            .toString(),
                        count.sourceOffsets(),
                        count.reason()))
            .toList());
  }

  private static Set<String> topicNames(KafkaClients clients) {
    try (Admin admin = Admin.create(clients.config())) {
      return admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("asking " + clients.bootstrapServers() + " for its topics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while asking for topics", e);
    }
  }
}
