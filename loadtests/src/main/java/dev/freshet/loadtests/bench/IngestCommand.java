package dev.freshet.loadtests.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.experiments.report.OutputFile;
import dev.freshet.experiments.report.Table;
import dev.freshet.loadtests.audience.AudienceConfig;
import dev.freshet.loadtests.http.ClientEvent;
import dev.freshet.loadtests.http.Connections;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.serde.TrustedRecords;
import dev.freshet.schemas.topic.Topics;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Events per second that the API takes in, one at a time and in batches, each acknowledged by
 * Kafka. The floor is the same batches written to Kafka by a producer without the API.
 */
@Command(
    name = "ingest",
    description = "Events per second through the API.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class IngestCommand implements Callable<Integer> {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> LABELS = List.of("through", "batch", "clients");

  @Option(names = "--url", description = "Base of the HTTP API.")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--warm-up", description = "Seconds of batches before measuring.")
  private long warmUpSeconds = 20;

  @Option(names = "--seconds", description = "Seconds of each loop.")
  private long seconds = 5;

  @Option(names = "--rounds", description = "Closed and open loops of each row.")
  private int rounds = 3;

  @Option(names = "--batches", split = ",", description = "Events of a request.")
  private List<Integer> batches = List.of(1, 100);

  @Option(names = "--clients", split = ",", description = "Requests at a time.")
  private List<Integer> clients = List.of(1, 4, 16);

  @Option(names = "--open-share", description = "Rate of the open loop, of the closed one's.")
  private double share = 0.5;

  @Option(names = "--json", description = "Write the result here.")
  private @Nullable Path json;

  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
  private final AtomicLong sent = new AtomicLong();

  @Override
  public Integer call() throws InterruptedException {
    List<Measured> measured = new ArrayList<>();
    Rounds how = new Rounds(rounds, Duration.ofSeconds(seconds), share);
    try (Connections server = new Connections(url, TIMEOUT);
        Producer<byte[], byte[]> producer = producer()) {
      System.out.printf("Warming up for %d s%n", warmUpSeconds);
      new Load(2, Duration.ofSeconds(warmUpSeconds)).closed(calls(server, 10));
      for (int batch : batches) {
        for (int atOnce : clients) {
          measured.add(measure(how, "API", batch, atOnce, calls(server, batch)));
          measured.add(measure(how, "Kafka alone", batch, atOnce, calls(producer, batch)));
        }
      }
    }
    System.out.print(
        new Table(Measured.header(LABELS), measured.stream().map(Measured::row).toList()).text());
    if (json != null) {
      OutputFile.writeJson(json, Map.of("rows", measured.stream().map(Measured::json).toList()));
    }
    return 0;
  }

  private static Measured measure(Rounds how, String through, int batch, int atOnce, Load.Call call)
      throws InterruptedException {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("through", through);
    labels.put("batch", batch);
    labels.put("clients", atOnce);
    Measured row = how.of(labels, atOnce, batch, Double.MAX_VALUE, call);
    System.out.println("  " + String.join("  ", row.row()));
    return row;
  }

  /** Each call sends events that were never sent before, of users of the standard audience. */
  private Load.Call calls(Connections server, int batch) {
    return number -> {
      long first = sent.getAndAdd(batch);
      long now = System.currentTimeMillis();
      List<ClientEvent> events = new ArrayList<>(batch);
      for (long i = first; i < first + batch; i++) {
        events.add(
            new ClientEvent(
                run + "-" + i,
                null,
                user(i),
                "v" + i % 2_500,
                "WATCH",
                now,
                9_000L,
                null,
                null,
                "main",
                "phone"));
      }
      server.post("/v1/events", json(events)).require(202);
    };
  }

  private Load.Call calls(Producer<byte[], byte[]> producer, int batch) {
    TrustedRecords.trust(); // building a record reads a schema
    return number -> {
      long first = sent.getAndAdd(batch);
      Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
      List<Future<RecordMetadata>> written = new ArrayList<>(batch);
      for (long i = first; i < first + batch; i++) {
        written.add(producer.send(event(run + "-" + i, i, now)));
      }
      written.forEach(IngestCommand::await);
    };
  }

  private static ProducerRecord<byte[], byte[]> event(String id, long number, Instant now) {
    FeedbackEvent event =
        FeedbackEvent.newBuilder()
            .setEventId(id)
            .setUser(user(number))
            .setVideo("v" + number % 2_500)
            .setKind(EventKind.WATCH)
            .setOccurredAt(now)
            .setWatchedMillis(9_000L)
            .setSurface("main")
            .setDevice("phone")
            .build();
    String topic = Topics.FEEDBACK_EVENTS.name();
    return new ProducerRecord<>(
        topic,
        event.getUser().getBytes(StandardCharsets.UTF_8),
        Topics.FEEDBACK_EVENTS.valueSerde().serializer().serialize(topic, event));
  }

  private static byte[] json(List<ClientEvent> events) {
    try {
      return JSON.writeValueAsBytes(events);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("writing a body", e);
    }
  }

  private static String user(long number) {
    return "user-" + number % AudienceConfig.standard().users();
  }

  private static void await(Future<RecordMetadata> written) {
    try {
      var unused = written.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused an event", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
