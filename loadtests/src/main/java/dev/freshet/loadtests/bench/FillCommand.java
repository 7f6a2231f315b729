package dev.freshet.loadtests.bench;

import dev.freshet.experiments.report.OutputFile;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.feature.Interaction;
import dev.freshet.schemas.feature.SeenVideos;
import dev.freshet.schemas.feature.UserCounters;
import dev.freshet.schemas.feature.UserState;
import dev.freshet.schemas.serde.TrustedRecords;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills a topic of a new broker with drawn records, for what is measured on a full system. */
@Command(
    name = "fill",
    description = "Fills a topic with user states or feedback events.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FillCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int POSITIVES = 20;
  private static final int SKIPS = 20;
  private static final int SEEN = 100;
  private static final int VIDEOS = 2_500;

  @Option(names = "--bootstrap", description = "Kafka's address.")
  private String bootstrap = "127.0.0.1:9092";

  @Option(names = "--states", description = "User states to write.")
  private long states;

  @Option(names = "--events", description = "Feedback events to write, of 20,000 users.")
  private long events;

  @Option(names = "--partitions", description = "Partitions of the topics.")
  private int partitions = 4;

  @Option(names = "--json", description = "Write what was written here.")
  private @Nullable Path json;

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private long bytes;

  @Override
  public Integer call() {
    TrustedRecords.trust();
    new TopicCreation(partitions, (short) 1).createMissing(bootstrap, PATIENCE);
    try (Producer<byte[], byte[]> producer = producer()) {
      write(producer, Topics.USER_STATES, states, FillCommand::state, UserState::getUser);
      write(producer, Topics.FEEDBACK_EVENTS, events, FillCommand::event, FeedbackEvent::getUser);
      producer.flush();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka refused a record: " + failed.getMessage(), failed);
    }
    System.out.printf("%,d states and %,d events, %,d bytes%n", states, events, bytes);
    if (json != null) {
      OutputFile.writeJson(json, Map.of("states", states, "events", events, "bytes", bytes));
    }
    return 0;
  }

  private <V> void write(
      Producer<byte[], byte[]> producer,
      Topic<String, V> topic,
      long count,
      LongFunction<V> record,
      java.util.function.Function<V, String> key) {
    for (long number = 0; number < count; number++) {
      V value = record.apply(number);
      byte[] encoded = topic.valueSerde().serializer().serialize(topic.name(), value);
      bytes += encoded.length;
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topic.name(),
                  topic.keySerde().serializer().serialize(topic.name(), key.apply(value)),
                  encoded),
              (written, e) -> {
                if (e != null) {
                  failure.compareAndSet(null, e);
                }
              });
    }
  }

  /** A user who has been around for a while. */
  private static UserState state(long number) {
    SplittableRandom random = new SplittableRandom(number);
    ByteBuffer seen = ByteBuffer.allocate(0);
    for (int i = 0; i < SEEN; i++) {
      seen =
          SeenVideos.with(
              seen, SeenVideos.hash("v" + random.nextInt(VIDEOS)), START.plusSeconds(i));
    }
    return UserState.newBuilder()
        .setUser("user-" + number)
        .setVersion(300)
        .setAsOf(START)
        .setPositives(interactions(POSITIVES, random, true))
        .setSkips(interactions(SKIPS, random, false))
        .setSeenVideos(seen)
        .setCounters(new UserCounters(150L, 150L, 60L, 10L, 0L))
        .build();
  }

  private static List<Interaction> interactions(
      int count, SplittableRandom random, boolean longView) {
    List<Interaction> interactions = new ArrayList<>(count);
    for (int i = count; i > 0; i--) {
      interactions.add(
          Interaction.newBuilder()
              .setVideo("v" + random.nextInt(VIDEOS))
              .setOccurredAt(START.minusSeconds(61L * i))
              .setWatchedMillis(longView ? 20_000 : 1_000)
              .setLengthMillis(30_000)
              .setLongView(longView)
              .build());
    }
    return interactions;
  }

  /** Impressions and watches in turn, a millisecond apart. */
  private static FeedbackEvent event(long number) {
    SplittableRandom random = new SplittableRandom(number / 2);
    boolean watch = number % 2 == 1;
    FeedbackEvent.Builder event =
        FeedbackEvent.newBuilder()
            .setEventId("fill-" + number)
            .setUser("user-" + random.nextInt(20_000))
            .setVideo("v" + random.nextInt(VIDEOS))
            .setKind(watch ? EventKind.WATCH : EventKind.IMPRESSION)
            .setOccurredAt(START.plusMillis(number))
            .setLengthMillis(30_000L)
            .setSurface("main")
            .setDevice("phone");
    if (watch) {
      event.setWatchedMillis(9_000L);
    }
    return event.build();
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
