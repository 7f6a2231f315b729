package dev.freshet.loadtests.replay;

import dev.freshet.schemas.topic.WatermarkMark;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows which partitions are final: those in which every writer has left its mark for the end of
 * time.
 */
final class EndMarks {

  private final List<TopicPartition> partitions;
  private final Map<TopicPartition, BitSet> finished = new HashMap<>();
  private final Map<TopicPartition, Integer> writers = new HashMap<>();

  /**
   * @param partitions all that are awaited
   */
  EndMarks(List<TopicPartition> partitions) {
    this.partitions = List.copyOf(partitions);
  }

  /** Takes note of a mark. */
  void add(TopicPartition partition, WatermarkMark mark) {
    if (mark.upTo() == Long.MAX_VALUE) {
      writers.put(partition, mark.writers());
      finished.computeIfAbsent(partition, p -> new BitSet()).set(mark.writer());
    }
  }

  /** Number of marks for the end of time, of different writers or partitions. */
  int count() {
    return finished.values().stream().mapToInt(BitSet::cardinality).sum();
  }

  /** Whether nothing more will come in any partition. */
  boolean complete() {
    return partitions.stream().allMatch(this::complete);
  }

  /** The partitions of {@code topic} in which something may still come. */
  List<Integer> open(String topic) {
    return partitions.stream()
        .filter(partition -> partition.topic().equals(topic) && !complete(partition))
        .map(TopicPartition::partition)
        .toList();
  }

  private boolean complete(TopicPartition partition) {
    BitSet done = finished.get(partition);
    return done != null && done.cardinality() == writers.getOrDefault(partition, -1);
  }
}
