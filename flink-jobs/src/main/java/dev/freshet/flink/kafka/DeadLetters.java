package dev.freshet.flink.kafka;

import dev.freshet.schemas.topic.DeadLetter;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where records go that nobody could process. */
public final class DeadLetters {

  /** How a dead letter crosses operators. */
  public static final TypeInformation<DeadLetter> TYPE = Types.POJO(DeadLetter.class);

  /** Side output of every operator that may reject a record. */
  public static final OutputTag<DeadLetter> TAG = new OutputTag<>("dead-letters", TYPE);

  private DeadLetters() {}

  /** A sink into the dead-letter topics; at least once. */
  public static Sink<DeadLetter> sink(KafkaConfig config) {
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(config.bootstrapServers())
        .setKafkaProducerConfig(config.producer())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new Writer())
        .build();
  }

  /** Writes a dead letter into the topic it belongs into, with the original bytes. */
  static final class Writer implements KafkaRecordSerializationSchema<DeadLetter> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        DeadLetter letter, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          letter.deadLetters(), null, letter.key(), letter.value(), letter.headers());
    }
  }
}
