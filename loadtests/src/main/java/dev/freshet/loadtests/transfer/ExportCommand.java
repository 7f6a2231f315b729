package dev.freshet.loadtests.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.loadtests.topic.BrokerOptions;
import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.schemas.event.ErasedUser;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Writes the catalogue, what is known of users and the events to files.
 *
 * <p>Sets of users hold hashes of ids; the catalogue says which ids they are of. An entry of a
 * video or an author that the catalogue no longer has is left out, and counted.
 */
@Command(
    name = "export",
    description = "Writes catalogue, states and events of a running system as JSON lines.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ExportCommand implements Callable<Integer> {

  private static final JsonMapper JSON = new JsonMapper();

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for videos.jsonl, states.jsonl, user-sets.jsonl and events.jsonl.")
  private Path out = Path.of("");

  /** For picocli. */
  public ExportCommand() {}

  @Override
  public Integer call() throws IOException {
    KafkaClients clients = broker.clients();
    Files.createDirectories(out);
    var ids = new SetIds();
    latest(
        clients,
        Topics.VIDEOS,
        "videos.jsonl",
        video -> {
          ids.add(video);
          return JsonRecord.of(video);
        });
    latest(clients, Topics.USER_STATES, "states.jsonl", ids::state);
    latest(clients, Topics.USER_SET_ENTRIES, "user-sets.jsonl", ids::entry);
    if (ids.unknown() > 0) {
      System.out.printf(
          "  %,d entries of users' sets are of no video or author of the catalogue%n",
          ids.unknown());
    }
    Map<String, Instant> erasures = erasures(clients);
    try (var writer = new Lines("events.jsonl")) {
      new WholeTopic(clients)
          .read(
              Topics.FEEDBACK_EVENTS.name(),
              record ->
                  writer.write(
                      Topics.FEEDBACK_EVENTS,
                      record,
                      event -> isKept(event, erasures) ? JsonRecord.of(event) : null));
    }
    return 0;
  }

  /** What was erased is not handed out, although the topic still holds it. */
  private static boolean isKept(FeedbackEvent event, Map<String, Instant> erasures) {
    Instant erasedAt = erasures.get(event.getUser());
    return event.getKind() != EventKind.ERASE
        && (erasedAt == null || event.getOccurredAt().isAfter(erasedAt));
  }

  private static Map<String, Instant> erasures(KafkaClients clients) {
    Map<String, Instant> erasures = new HashMap<>();
    new WholeTopic(clients)
        .read(
            Topics.ERASED_USERS.name(),
            record -> {
              if (record.value() == null || WatermarkMark.in(record.headers()) != null) {
                return;
              }
              ErasedUser erased;
              try {
                erased = decoded(Topics.ERASED_USERS, record);
              } catch (SerializationException e) {
                return; // no erasure for anybody else either
              }
              erasures.merge(
                  erased.getUser(), erased.getErasedAt(), (a, b) -> a.isAfter(b) ? a : b);
            });
    return erasures;
  }

  /** The newest value of each key; the first reading finds where it lies. */
  private <V extends IndexedRecord> void latest(
      KafkaClients clients,
      Topic<String, V> topic,
      String name,
      Function<V, @Nullable Map<String, Object>> row)
      throws IOException {
    Map<String, Long> newest = new HashMap<>();
    var reader = new WholeTopic(clients);
    reader.read(topic.name(), record -> newest.put(key(record), record.offset()));
    try (var writer = new Lines(name)) {
      reader.read(
          topic.name(),
          record -> {
            Long offset = newest.get(key(record));
            if (offset != null && offset == record.offset()) {
              writer.write(topic, record, row);
            }
          });
    }
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    byte[] key = record.key();
    return record.partition() + "/" + (key == null ? "" : new String(key, StandardCharsets.UTF_8));
  }

  private static <V> V decoded(Topic<String, V> topic, ConsumerRecord<byte[], byte[]> record) {
    return topic.valueSerde().deserializer().deserialize(topic.name(), record.value());
  }

  /** A file of objects, one a line. */
  private final class Lines implements AutoCloseable {
    private final Path file;
    private final BufferedWriter writer;
    private long written;
    private long unreadable;

    Lines(String name) throws IOException {
      file = out.resolve(name);
      writer = Files.newBufferedWriter(file);
    }

    <V extends IndexedRecord> void write(
        Topic<String, V> topic,
        ConsumerRecord<byte[], byte[]> record,
        Function<V, @Nullable Map<String, Object>> row) {
      if (record.value() == null || WatermarkMark.in(record.headers()) != null) {
        return;
      }
      V value;
      try {
        value = decoded(topic, record);
      } catch (SerializationException e) {
        unreadable++;
        return;
      }
      Map<String, Object> fields = row.apply(value);
      if (fields == null) {
        return;
      }
      try {
        writer.write(JSON.writeValueAsString(fields));
        writer.write('\n');
        written++;
      } catch (IOException e) {
        throw new UncheckedIOException("writing " + file, e);
      }
    }

    @Override
    public void close() throws IOException {
      writer.close();
      System.out.printf("%s: %,d records%n", file, written);
      if (unreadable > 0) {
        System.out.printf("  %,d records of the topic cannot be decoded%n", unreadable);
      }
    }
  }
}
