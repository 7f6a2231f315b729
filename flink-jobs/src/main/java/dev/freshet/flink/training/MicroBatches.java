package dev.freshet.flink.training;

import dev.freshet.schemas.feature.TrainingExample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * Examples that wait for the end of their event-time window. A window is a function of the set of
 * its examples: it does not matter in which order they came, or how often.
 *
 * <p>The state holds every example that waits; it is brought up to date by {@link #flush}.
 */
final class MicroBatches {

  private static final Comparator<TrainingExample> IN_ORDER =
      Comparator.comparing(TrainingExample::getLabelledAt)
          .thenComparing(TrainingExample::getExampleId);

  private final long size;
  private final TreeMap<Long, Map<String, TrainingExample>> windows = new TreeMap<>();
  private final Set<String> unsaved = new HashSet<>();
  private final List<String> closedSinceSaved = new ArrayList<>();
  private long openFrom;
  private int waiting;

  /** What became of an example. */
  enum Added {
    /** It waits for its window. */
    WAITS,
    /** It waits already. */
    REPEAT,
    /** Its window is closed. */
    LATE
  }

  /** Windows of {@code size} milliseconds; those before {@code openFrom} are closed. */
  MicroBatches(long size, long openFrom) {
    this.size = size;
    this.openFrom = openFrom;
  }

  /** Takes back the examples that waited. */
  void restore(MapState<String, TrainingExample> saved) throws Exception {
    for (TrainingExample example : saved.values()) {
      add(example);
    }
    unsaved.clear();
  }

  Added add(TrainingExample example) {
    long start = start(example.getLabelledAt().toEpochMilli());
    if (start < openFrom) {
      return Added.LATE;
    }
    var window = windows.computeIfAbsent(start, at -> new HashMap<>());
    if (window.putIfAbsent(example.getExampleId(), example) != null) {
      return Added.REPEAT;
    }
    unsaved.add(example.getExampleId());
    waiting++;
    return Added.WAITS;
  }

  /**
   * Closes the earliest window that ends at or before {@code watermark}.
   *
   * @return its examples by (labelledAt, exampleId), or null where no window is due
   */
  @Nullable List<TrainingExample> close(long watermark) {
    var earliest = windows.firstEntry();
    if (earliest == null || earliest.getKey() + size - 1 > watermark) {
      openFrom = Math.max(openFrom, start(watermark == Long.MAX_VALUE ? watermark : watermark + 1));
      return null;
    }
    windows.pollFirstEntry();
    openFrom = earliest.getKey() + size;
    List<TrainingExample> batch = new ArrayList<>(earliest.getValue().values());
    batch.sort(IN_ORDER);
    for (TrainingExample example : batch) {
      if (!unsaved.remove(example.getExampleId())) {
        closedSinceSaved.add(example.getExampleId());
      }
    }
    waiting -= batch.size();
    return batch;
  }

  /** Start of the earliest window that is open, in epoch milliseconds. */
  long openFrom() {
    return openFrom;
  }

  /** Number of examples that wait. */
  int waiting() {
    return waiting;
  }

  /** Makes {@code saved} hold what waits. */
  void flush(MapState<String, TrainingExample> saved) throws Exception {
    for (String id : closedSinceSaved) {
      saved.remove(id);
    }
    closedSinceSaved.clear();
    if (unsaved.isEmpty()) {
      return;
    }
    for (Map<String, TrainingExample> window : windows.values()) {
      for (TrainingExample example : window.values()) {
        if (unsaved.contains(example.getExampleId())) {
          saved.put(example.getExampleId(), example);
        }
      }
    }
    unsaved.clear();
  }

  private long start(long time) {
    return Math.floorDiv(time, size) * size;
  }
}
