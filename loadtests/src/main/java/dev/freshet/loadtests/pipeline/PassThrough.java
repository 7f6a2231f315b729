package dev.freshet.loadtests.pipeline;

import dev.freshet.loadtests.bench.Latencies;
import dev.freshet.schemas.event.EventKind;
import dev.freshet.schemas.event.FeedbackEvent;
import dev.freshet.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The floor under the freshness of state: from the moment an event is written to Kafka to the
 * moment a consumer has it back from a Flink job that does nothing but copy it.
 */
final class PassThrough implements Probe {

  /** Topic that the job copies to. */
  static final String TOPIC = "pass-through";

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Producer<byte[], byte[]> producer;
  private final Consumer<byte[], byte[]> consumer;
  private final String run;
  private final String video;
  private final Map<String, Long> sent = new ConcurrentHashMap<>();
  private final Latencies copied = new Latencies("bare Kafka, Flink, Kafka");
  private volatile boolean closed;

  /**
   * @param consumer placed at the end of {@link #TOPIC} here
   * @param run prefix of users and events; differs from run to run
   * @param video a video of the catalogue
   */
  PassThrough(
      Producer<byte[], byte[]> producer,
      Consumer<byte[], byte[]> consumer,
      String run,
      String video) {
    this.producer = producer;
    this.consumer = consumer;
    this.run = run;
    this.video = video;
    List<TopicPartition> partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
  }

  /** Receives; {@link #send} sends. */
  @Override
  public void run() {
    while (!closed) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long now = System.nanoTime();
        if (record.key() == null) {
          continue;
        }
        Long start = sent.remove(new String(record.key(), StandardCharsets.UTF_8));
        if (start != null) {
          copied.add(Duration.ofNanos(now - start));
        }
      }
    }
  }

  /** Sends an event of a new user twenty times a second until {@link #close}. */
  void send() throws InterruptedException {
    for (int number = 0; !closed; number++) {
      String user = run + "-floor-" + number;
      byte[] key = user.getBytes(StandardCharsets.UTF_8);
      byte[] value =
          Topics.FEEDBACK_EVENTS
              .valueSerde()
              .serializer()
              .serialize(Topics.FEEDBACK_EVENTS.name(), event(user));
      sent.put(user, System.nanoTime());
      var unused = producer.send(new ProducerRecord<>(Topics.FEEDBACK_EVENTS.name(), key, value));
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    }
  }

  private FeedbackEvent event(String user) {
    return FeedbackEvent.newBuilder()
        .setEventId(user)
        .setUser(user)
        .setVideo(video)
        .setKind(EventKind.IMPRESSION)
        .setOccurredAt(Instant.ofEpochMilli(System.currentTimeMillis()))
        .build();
  }

  Latencies copied() {
    return copied;
  }

  @Override
  public void close() {
    closed = true;
  }
}
