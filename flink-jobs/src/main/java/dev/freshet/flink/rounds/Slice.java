package dev.freshet.flink.rounds;

import dev.freshet.flink.eventtime.Progress;
import dev.freshet.flink.kafka.TopicReader;
import java.io.Serializable;
import java.time.Duration;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * A topic that a round learns from, and what of it is kept in the state.
 *
 * @param reader reads the topic
 * @param latest records to keep; 0 for the newest record of each key
 * @param keep what is kept of a record
 * @param owner whose records they are; null if erasures do not concern them
 */
public record Slice<V extends SpecificRecordBase>(
    TopicReader<V> reader, int latest, Keep<V> keep, @Nullable Owner<V> owner) {

  /**
   * How event time moves on in the topics of a round: nothing is late here, and a quiet partition
   * follows the clock.
   */
  public static final Progress PROGRESS =
      new Progress.ByEvents(Duration.ZERO, Duration.ofMillis(300));

  /** Chooses and trims records. */
  @FunctionalInterface
  public interface Keep<V> extends Serializable {

    /** What is kept of a record; null to keep nothing of it. */
    @Nullable V of(V value);
  }

  /** Tells whose a record is. */
  public interface Owner<V> extends Serializable {

    /** The user whose record it is, or who is erased by it. */
    String user(V value);

    /** Whether the record erases its user. */
    boolean erases(V value);
  }

  public Slice {
    if (latest < 0) {
      throw new IllegalArgumentException("latest must not be negative: " + latest);
    }
  }

  /**
   * The latest records of a topic.
   *
   * @param count how many are kept; positive
   */
  public static <V extends SpecificRecordBase> Slice<V> latest(
      TopicReader<V> reader, int count, Keep<V> keep, @Nullable Owner<V> owner) {
    if (count < 1) {
      throw new IllegalArgumentException("count must be positive: " + count);
    }
    return new Slice<>(reader, count, keep, owner);
  }

  /** The newest record of each key of a compacted topic. */
  public static <V extends SpecificRecordBase> Slice<V> newest(
      TopicReader<V> reader, Keep<V> keep) {
    return new Slice<>(reader, 0, keep, null);
  }

  /** Name of the slice in the state, and of its steps. */
  String name() {
    return reader.name();
  }
}
