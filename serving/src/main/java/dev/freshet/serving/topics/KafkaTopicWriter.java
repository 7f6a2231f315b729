package dev.freshet.serving.topics;

import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.schemas.topic.SegmentEnd;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.TopicCreation;
import dev.freshet.serving.tracing.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes with acks=all and idempotence, within {@link KafkaConfig#acknowledgeWithin()}. */
@Singleton
final class KafkaTopicWriter implements TopicWriter {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopicWriter.class);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Duration within;
  private final Tracing tracing;

  KafkaTopicWriter(KafkaConfig config, Tracing tracing) {
    this.producer =
        new KafkaProducer<>(
            properties(config), new ByteArraySerializer(), new ByteArraySerializer());
    this.within = config.acknowledgeWithin();
    this.tracing = tracing;
  }

  private static Map<String, Object> properties(KafkaConfig config) {
    int millis = Math.toIntExact(config.acknowledgeWithin().toMillis());
    int linger = Math.toIntExact(config.linger().toMillis());
    Map<String, Object> properties = config.clients().config();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "serving-intake");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, linger);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.max(1, millis - linger));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicCreation.MAX_RECORD_BYTES);
    return properties;
  }

  @Override
  public <V> Written write(Topic<String, V> topic, List<Entry<V>> entries) {
    long deadline = System.nanoTime() + within.toNanos();
    // before anything is sent: what cannot be encoded is our fault, not Kafka's
    List<ProducerRecord<byte[], byte[]>> records =
        entries.stream().map(entry -> record(topic, entry)).toList();
    Span span = tracing.step(topic.name() + " send", SpanKind.PRODUCER);
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
      for (ProducerRecord<byte[], byte[]> record : records) {
        tracing.inject(span, record.headers());
        Future<RecordMetadata> future = producer.send(record);
        if (future.state() == Future.State.FAILED) {
          // it was refused at once, or waited for in vain: each of the others would wait as long,
          // and those that got through would overtake this one
          return unavailable(topic, future.exceptionNow());
        }
        sent.add(future);
      }
      List<AppliedUpTo> positions = new ArrayList<>(sent.size());
      for (Future<RecordMetadata> each : sent) {
        positions.add(
            position(each.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)));
      }
      return new Written.Acknowledged(positions);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return unavailable(topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Written.Unavailable("the node is shutting down");
    } finally {
      span.end();
    }
  }

  @Override
  public void endSegments(Topic<String, ?> topic) {
    try {
      for (PartitionInfo partition : producer.partitionsFor(topic.name())) {
        Future<RecordMetadata> unused =
            producer.send(SegmentEnd.record(topic.name(), partition.partition()));
      }
    } catch (KafkaException e) {
      Written unused = unavailable(topic, e);
    }
  }

  /** The broker may not know the offset of a repeat any more; then it is the first of all. */
  private static AppliedUpTo position(RecordMetadata written) {
    return new AppliedUpTo(written.partition(), written.hasOffset() ? written.offset() : 0);
  }

  private Written unavailable(Topic<?, ?> topic, Throwable e) {
    LOG.atWarn()
        .setMessage("Kafka did not acknowledge")
        .addKeyValue("topic", topic.name())
        .addKeyValue("cause", String.valueOf(e.getCause() == null ? e : e.getCause()))
        .log();
    return new Written.Unavailable(
        "Kafka did not acknowledge within %d ms; send the same again".formatted(within.toMillis()));
  }

  private static <V> ProducerRecord<byte[], byte[]> record(Topic<String, V> topic, Entry<V> entry) {
    V value = entry.value();
    return new ProducerRecord<>(
        topic.name(),
        topic.keySerde().serializer().serialize(topic.name(), entry.key()),
        value == null
            ? tombstone()
            : topic.valueSerde().serializer().serialize(topic.name(), value));
  }

  @SuppressWarnings("NullAway") // Kafka does not say that the value of a record may be null
  private static byte[] tombstone() {
    byte @Nullable [] none = null;
    return none;
  }

  @PreDestroy
  void close() {
    producer.close(within);
  }
}
