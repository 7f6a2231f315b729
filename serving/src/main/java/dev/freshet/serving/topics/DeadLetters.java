package dev.freshet.serving.topics;

import dev.freshet.schemas.topic.DeadLetter;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.schemas.topic.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records that this node could not read into their dead-letter topics. */
@Singleton
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final MeterRegistry meters;
  private final KafkaProducer<byte[], byte[]> producer;

  DeadLetters(KafkaConfig config, MeterRegistry meters) {
    Map<String, Object> properties = config.clients().config();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "serving-dead-letters");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    // whatever the topics take must fit here as well, its headers included
    properties.put(
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCreation.MAX_RECORD_BYTES + (64 << 10));
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.meters = meters;
    // at zero from the start, so that the first is seen as an increase
    Topics.ALL.forEach(topic -> counter(topic.name()));
  }

  /**
   * Appends the letters and waits until they are safe, so that the offset after them may be stored.
   *
   * @throws KafkaException if Kafka does not acknowledge
   */
  public void write(List<DeadLetter> letters) {
    List<Future<RecordMetadata>> sent = letters.stream().map(this::send).toList();
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new KafkaException("writing " + letters.size() + " dead letters", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while writing dead letters", e);
    }
  }

  @SuppressWarnings("NullAway") // Kafka does not say that key and value of a record may be null
  private Future<RecordMetadata> send(DeadLetter letter) {
    LOG.atWarn()
        .setMessage("record went to dead letters")
        .addKeyValue("topic", letter.topic())
        .addKeyValue("partition", letter.partition())
        .addKeyValue("offset", letter.offset())
        .addKeyValue("reason", letter.reason())
        .log();
    counter(letter.topic()).increment();
    return producer.send(
        new ProducerRecord<>(
            letter.deadLetters(), null, null, letter.key(), letter.value(), letter.headers()));
  }

  private Counter counter(String topic) {
    return meters.counter("freshet.serving.dead.letters", "topic", topic);
  }

  @PreDestroy
  void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
