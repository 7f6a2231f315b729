package dev.freshet.serving.topics;

import dev.freshet.schemas.topic.AppliedUpTo;
import dev.freshet.schemas.topic.Topic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Appends records to topics and waits until they are safe. */
public interface TopicWriter {

  /**
   * A record to be.
   *
   * @param value null removes the key from a compacted topic
   */
  record Entry<V>(String key, @Nullable V value) {}

  /** What writing can come to. */
  sealed interface Written {

    /**
     * Every record is on every replica that is in sync.
     *
     * @param positions where each lies, in the order of the entries
     */
    record Acknowledged(List<AppliedUpTo> positions) implements Written {
      public Acknowledged {
        positions = List.copyOf(positions);
      }
    }

    /** At least one record was not acknowledged in time; a repeat does no harm. */
    record Unavailable(String detail) implements Written {}
  }

  /** Appends all entries in order and waits for the acknowledgements. */
  <V> Written write(Topic<String, V> topic, List<Entry<V>> entries);

  /**
   * Appends a {@link dev.freshet.schemas.topic.SegmentEnd} to each partition of {@code topic}, and
   * does not wait: where Kafka is away, the next one does it.
   */
  void endSegments(Topic<String, ?> topic);
}
