package dev.freshet.loadtests.deadletters;

import dev.freshet.loadtests.topic.WholeTopic;
import dev.freshet.schemas.topic.KafkaClients;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the dead letters of a topic.
 *
 * @param clients how to reach the broker
 */
record Letters(KafkaClients clients) {

  /** The topic whose records, or whose dead letters, lie in {@code name}. */
  static Optional<Topic<String, ?>> topic(String name) {
    return Topics.ALL.stream()
        .filter(topic -> topic.name().equals(name) || topic.deadLetters().equals(name))
        .findFirst();
  }

  /**
   * Hands out every letter of {@code topic} that is there now, in the order of offsets within a
   * partition.
   *
   * @param topic whose dead letters are read
   */
  void read(Topic<?, ?> topic, Consumer<StoredLetter> each) {
    new WholeTopic(clients)
        .read(topic.deadLetters(), record -> each.accept(StoredLetter.of(record)));
  }
}
