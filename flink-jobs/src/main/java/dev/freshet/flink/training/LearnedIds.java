package dev.freshet.flink.training;

import dev.freshet.schemas.feature.SeenVideos;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;

/**
 * The ids of the examples learned from last, by 64-bit hash, so that none is learned from twice.
 * The labels job repeats examples only from its last checkpoint on, so the bound has to cover what
 * it emits between two checkpoints.
 *
 * <p>The state holds them in chunks, one for each {@link #flush}, numbered in order.
 */
final class LearnedIds {

  private final int bound;
  private final LongOpenHashSet known = new LongOpenHashSet();
  private final TreeMap<Long, long[]> chunks = new TreeMap<>();
  private final LongArrayList unsaved = new LongArrayList();

  /** Remembers at least the last {@code bound} ids. */
  LearnedIds(int bound) {
    this.bound = bound;
  }

  void restore(MapState<Long, long[]> saved) throws Exception {
    for (Map.Entry<Long, long[]> chunk : saved.entries()) {
      chunks.put(chunk.getKey(), chunk.getValue());
      for (long hash : chunk.getValue()) {
        known.add(hash);
      }
    }
  }

  boolean contains(String exampleId) {
    return known.contains(SeenVideos.hash(exampleId));
  }

  void add(String exampleId) {
    long hash = SeenVideos.hash(exampleId);
    if (known.add(hash)) {
      unsaved.add(hash);
    }
  }

  void flush(MapState<Long, long[]> saved) throws Exception {
    if (unsaved.isEmpty()) {
      return;
    }
    long number = chunks.isEmpty() ? 0 : chunks.lastKey() + 1;
    long[] chunk = unsaved.toLongArray();
    unsaved.clear();
    chunks.put(number, chunk);
    saved.put(number, chunk);
    while (known.size() - chunks.firstEntry().getValue().length >= bound) {
      var oldest = chunks.pollFirstEntry();
      saved.remove(oldest.getKey());
      for (long hash : oldest.getValue()) {
        known.remove(hash);
      }
    }
  }
}
