package dev.freshet.flink.kafka;

import dev.freshet.flink.record.Upsert;
import dev.freshet.schemas.serde.AvroSerde;
import dev.freshet.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes upserts into a topic, and watermarks as marks between them. Values and marks go through
 * one producer, so a mark never overtakes a value of its partition.
 *
 * <p>At least once: a checkpoint waits until everything before it is acknowledged.
 */
public final class MarkingSink<V extends SpecificRecordBase> implements Sink<Upsert<V>> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final Class<V> type;
  private final int partitions;
  private final Marks marks;
  private final Duration markInterval;
  private final KafkaSink<ProducerRecord<byte[], byte[]>> kafka;

  /** Which watermarks a topic gets as marks. */
  public enum Marks {
    /** Each, as often as the configuration allows: readers take their event time from them. */
    ALL,
    /** The end of a log only, which says that the topic is complete. */
    END
  }

  private MarkingSink(Topic<String, V> topic, Class<V> type, KafkaConfig config, Marks marks) {
    this.topic = topic.name();
    this.type = type;
    this.partitions = config.partitions();
    this.marks = marks;
    this.markInterval = config.markInterval();
    this.kafka =
        KafkaSink.<ProducerRecord<byte[], byte[]>>builder()
            .setBootstrapServers(config.bootstrapServers())
            .setKafkaProducerConfig(config.producer())
            .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
            .setRecordSerializer(new AsItIs())
            .build();
  }

  /** A sink into {@code topic}. */
  public static <V extends SpecificRecordBase> MarkingSink<V> of(
      Topic<String, V> topic, Class<V> type, KafkaConfig config, Marks marks) {
    return new MarkingSink<>(topic, type, config, marks);
  }

  @Override
  public SinkWriter<Upsert<V>> createWriter(WriterInitContext context) throws IOException {
    return new MarkingWriter<>(
        kafka.createWriter(context),
        context.getProcessingTimeService(),
        new MarkingWriter.Target<>(topic, AvroSerde.of(type), partitions),
        marks,
        markInterval,
        context.getTaskInfo().getIndexOfThisSubtask(),
        context.getTaskInfo().getNumberOfParallelSubtasks());
  }

  /** The record was made by the {@link MarkingWriter}. */
  private static final class AsItIs
      implements KafkaRecordSerializationSchema<ProducerRecord<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        ProducerRecord<byte[], byte[]> record, KafkaSinkContext context, Long timestamp) {
      return record;
    }
  }
}
