package dev.freshet.serving.store;

import dev.freshet.schemas.topic.Topic;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What this node keeps of one topic. Only the topic's feed changes it; anyone may read it. */
public interface TopicCopy {

  /** The topic. */
  Topic<String, ?> topic();

  /**
   * Takes one record in: adds what it changes on disk to {@code changes}, and lets readers see it.
   * Taking the same record again, or an older one, changes nothing.
   *
   * @param value null removes the key
   * @throws SerializationException if the value cannot be read
   * @throws IllegalArgumentException if the value breaks a rule
   */
  void take(String key, byte @Nullable [] value, Changes changes);

  /** Takes one record in with its headers; most topics have none that matter. */
  default void take(String key, byte @Nullable [] value, Headers headers, Changes changes) {
    take(key, value, changes);
  }

  /** The changes of every record so far are on disk. */
  default void written() {}

  /** Forgets everything, because the topic was created again. */
  void clear();
}
