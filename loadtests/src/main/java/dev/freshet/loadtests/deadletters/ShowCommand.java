package dev.freshet.loadtests.deadletters;

import dev.freshet.loadtests.topic.BrokerOptions;
import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows dead letters in full. */
@Command(
    name = "show",
    description = "Shows the newest dead letters of a topic, or one of them.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class ShowCommand implements Callable<Integer> {

  private static final int TEXT_CHARS = 2_000;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Parameters(paramLabel = "TOPIC", description = "Such as feedback-events.")
  private String name = "";

  @Option(names = "--partition", description = "Only those in this partition of the dead letters.")
  private @Nullable Integer partition;

  @Option(names = "--offset", description = "Only the one at this offset of the dead letters.")
  private @Nullable Long offset;

  @Option(names = "--limit", description = "At most so many of each partition, newest.")
  private int limit = 5;

  @Option(names = "--bytes", description = "At most so many bytes of a value.")
  private int bytes = 256;

  @Spec private @Nullable CommandSpec spec;

  ShowCommand() {}

  @Override
  public Integer call() {
    Topic<String, ?> topic = RedriveCommand.topic(name, Objects.requireNonNull(spec));
    KafkaClients clients = broker.clients();
    Map<Integer, Deque<StoredLetter>> newest = new HashMap<>();
    new Letters(clients)
        .read(
            topic,
            letter -> {
              if (wanted(letter)) {
                Deque<StoredLetter> kept =
                    newest.computeIfAbsent(letter.partition(), each -> new ArrayDeque<>());
                kept.addLast(letter);
                if (kept.size() > limit) {
                  kept.removeFirst();
                }
              }
            });
    if (newest.isEmpty()) {
      System.out.println("No such dead letters.");
      return 1;
    }
    RedrivePositions positions = RedrivePositions.read(clients);
    newest
        .values()
        .forEach(
            kept ->
                kept.forEach(letter -> System.out.println(text(topic, letter, positions, bytes))));
    return 0;
  }

  private boolean wanted(StoredLetter letter) {
    return (partition == null || partition == letter.partition())
        && (offset == null || offset == letter.offset());
  }

  /** A letter in full, for a person to read. */
  static String text(
      Topic<String, ?> topic, StoredLetter stored, RedrivePositions positions, int bytes) {
    var out = new StringBuilder();
    out.append(
        "%s partition %d offset %d%n"
            .formatted(topic.deadLetters(), stored.partition(), stored.offset()));
    DeadLetter letter = stored.letter();
    if (letter != null) {
      line(
          out,
          "source",
          "%s partition %d offset %d"
              .formatted(letter.topic(), letter.partition(), letter.offset()));
      line(out, "time", letter.at().toString());
    }
    line(out, "reason", stored.reason());
    line(out, "re-driven", positions.passed(topic.deadLetters(), stored) ? "yes" : "no");
    byte[] key = stored.key();
    line(out, "key", key == null ? "(none)" : new String(key, StandardCharsets.UTF_8));
    byte[] value = stored.value();
    line(out, "value", value == null ? "(none)" : "%,d bytes".formatted(value.length));
    if (value != null) {
      out.append(HexDump.of(value, bytes, "    "));
    }
    Decoding decoding = Decoding.of(topic, value);
    String text = decoding.text();
    line(
        out,
        decoding.works() ? "record" : "still",
        text.substring(0, Math.min(text.length(), TEXT_CHARS)));
    return out.toString();
  }

  private static void line(StringBuilder out, String name, String text) {
    out.append("  %-10s%s%n".formatted(name, text));
  }
}
