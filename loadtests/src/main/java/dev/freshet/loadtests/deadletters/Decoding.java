package dev.freshet.loadtests.deadletters;

import dev.freshet.schemas.topic.Topic;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * What comes of decoding a value with the schemas that this version knows.
 *
 * @param works whether it can be decoded
 * @param text the record, or why there is none
 */
record Decoding(boolean works, String text) {

  /** A null value is a removal, which needs no decoding. */
  static Decoding of(Topic<?, ?> topic, byte @Nullable [] value) {
    if (value == null) {
      return new Decoding(true, "(removal: no value)");
    }
    try {
      Object record = topic.valueSerde().deserializer().deserialize(topic.name(), value);
      return new Decoding(true, String.valueOf(record));
    } catch (SerializationException e) {
      return new Decoding(false, String.valueOf(e.getMessage()));
    }
  }
}
