package dev.freshet.schemas.topic;

import dev.freshet.schemas.serde.AvroSerde;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * A Kafka topic together with the one way its keys and values are written, so nobody can read it
 * the wrong way.
 *
 * @param name plural, kebab-case
 * @param valueSerde single-object Avro
 * @param retention what Kafka keeps
 */
public record Topic<K, V>(
    String name, Serde<K> keySerde, Serde<V> valueSerde, Retention retention) {

  /** A topic of {@code type} with string keys. */
  static <V extends SpecificRecordBase> Topic<String, V> of(
      String name, Class<V> type, Retention retention) {
    return new Topic<>(name, Serdes.String(), AvroSerde.of(type), retention);
  }

  /** Where records of this topic go when they cannot be processed. */
  public String deadLetters() {
    return name + DeadLetter.SUFFIX;
  }
}
