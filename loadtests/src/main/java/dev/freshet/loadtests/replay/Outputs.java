package dev.freshet.loadtests.replay;

import dev.freshet.schemas.feature.ModelEvaluation;
import dev.freshet.schemas.feature.ScoredExample;
import dev.freshet.schemas.topic.Topic;
import dev.freshet.schemas.topic.Topics;
import dev.freshet.schemas.topic.WatermarkMark;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Reads what the jobs write, from the beginning, until all of it is final. Used by one thread. */
final class Outputs {

  private static final List<Topic<String, ?>> TOPICS =
      List.of(
          Topics.USER_STATES,
          Topics.SCORED_EXAMPLES,
          Topics.EMBEDDING_ROWS,
          Topics.MODEL_RELEASES,
          Topics.MODEL_EVALUATIONS);
  private static final Comparator<RowCount> BY_EXAMPLES =
      Comparator.comparingLong(RowCount::examples);

  private final Deserializer<ScoredExample> scored =
      Topics.SCORED_EXAMPLES.valueSerde().deserializer();
  private final Deserializer<ModelEvaluation> evaluations =
      Topics.MODEL_EVALUATIONS.valueSerde().deserializer();
  private final Consumer<byte[], byte[]> consumer;
  private final EndMarks endMarks;
  private final Examples examples = new Examples();
  private final StateDigest digest = new StateDigest();
  private final List<RowCount> rowCounts = new ArrayList<>();
  private final Map<String, Long> read = new TreeMap<>();

  /** Number of rows in the embedding tables after so many examples. */
  record RowCount(long examples, long rows) {}

  /**
   * @param consumer without a group; its position is set here
   */
  Outputs(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic<String, ?> topic : TOPICS) {
      consumer
          .partitionsFor(topic.name())
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    this.endMarks = new EndMarks(partitions);
  }

  /** Takes in what has come, waiting at most {@code timeout} for something. */
  void poll(Duration timeout) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      WatermarkMark mark = WatermarkMark.in(record.headers());
      if (mark != null) {
        endMarks.add(new TopicPartition(record.topic(), record.partition()), mark);
      } else {
        read.merge(record.topic(), 1L, Long::sum);
        take(record.topic(), new String(record.key(), StandardCharsets.UTF_8), record.value());
      }
    }
  }

  private void take(String topic, String key, byte @Nullable [] value) {
    if (topic.equals(Topics.USER_STATES.name())) {
      digest.userState(key, value);
    } else if (topic.equals(Topics.EMBEDDING_ROWS.name())) {
      digest.row(key, value);
    } else if (topic.equals(Topics.MODEL_RELEASES.name())) {
      digest.release(key, value);
    } else if (value != null && topic.equals(Topics.SCORED_EXAMPLES.name())) {
      examples.add(scored.deserialize(topic, value));
    } else if (value != null) {
      ModelEvaluation evaluation = evaluations.deserialize(topic, value);
      if (evaluation.getRows() > 0) {
        rowCounts.add(new RowCount(evaluation.getExamples(), evaluation.getRows()));
      }
    }
  }

  /** Whether everything has been read that will ever be written. */
  boolean complete() {
    return endMarks.complete();
  }

  /** A number that grows when the replay gets on: examples, states and ends that were read. */
  long progress() {
    return examples.size() + read.getOrDefault(Topics.USER_STATES.name(), 0L) + endMarks.count();
  }

  /** What is not final yet, topic by topic in the order in which data flows, for a person. */
  String behind() {
    List<String> open = new ArrayList<>();
    for (Topic<String, ?> topic : TOPICS) {
      List<Integer> partitions = endMarks.open(topic.name());
      if (!partitions.isEmpty()) {
        open.add(
            "%s (%,d records, no end in partitions %s)"
                .formatted(topic.name(), read.getOrDefault(topic.name(), 0L), partitions));
      }
    }
    return String.join(", ", open);
  }

  Examples examples() {
    return examples;
  }

  StateDigest digest() {
    return digest;
  }

  /** Rows over the replay, by examples. */
  List<RowCount> rowCounts() {
    return rowCounts.stream().sorted(BY_EXAMPLES).distinct().toList();
  }
}
