package dev.freshet.flink.catalogue;

import dev.freshet.models.EmbeddingRows;
import dev.freshet.schemas.feature.EmbeddingRow;
import dev.freshet.schemas.feature.FloatBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The fused vectors of videos, of one generation at a time. Those of the next generation are
 * gathered beside the present ones and take their place all at once, when nearly as many are there;
 * the present ones are forgotten then. A change counts as it arrives.
 *
 * <p>State: every half by {@code generation/video}, and which generation is the present one.
 */
public final class FusedVectors {
  /** Share of the present halves that the next ones must come to before they take over. */
  private static final double NEARLY_ALL = 0.9;

  private static final String PRESENT = "present";
  private static final char SEPARATOR = '/';

  private final Set<String> unsaved = new HashSet<>();
  private @Nullable String generation;
  private Map<String, Half> present = new HashMap<>();
  private @Nullable String nextGeneration;
  private Map<String, Half> next = new HashMap<>();
  private boolean generationUnsaved;

  /** A half, and the version of the video that it was made of. */
  @SuppressWarnings("ArrayRecordComponent") // large, and read only
  private record Half(long step, float[] vector) {}

  /** Takes back what {@link #flush} wrote. */
  public void restore(MapState<String, byte[]> saved) throws Exception {
    byte[] name = saved.get(PRESENT);
    if (name == null) {
      return;
    }
    generation = new String(name, StandardCharsets.UTF_8);
    for (Map.Entry<String, byte[]> entry : saved.entries()) {
      int slash = entry.getKey().indexOf(SEPARATOR);
      if (slash < 0) {
        continue;
      }
      ByteBuffer bytes = ByteBuffer.wrap(entry.getValue());
      Half half = new Half(bytes.getLong(), FloatBytes.toArray(bytes.slice()));
      String of = entry.getKey().substring(0, slash);
      String video = entry.getKey().substring(slash + 1);
      if (of.equals(generation)) {
        present.put(video, half);
      } else {
        nextGeneration = of;
        next.put(video, half);
      }
    }
  }

  /** Name of the present generation; null before the first half. */
  public @Nullable String generation() {
    return generation;
  }

  /** The video's half of the present generation, not to be changed; null where it has none. */
  public float @Nullable [] of(String video) {
    Half half = present.get(video);
    return half == null ? null : half.vector();
  }

  /** Number of halves of the present generation. */
  public int size() {
    return present.size();
  }

  /** Whether a key of {@code embedding-rows} names a fused vector. */
  public static boolean isKey(String key) {
    int table = key.indexOf(SEPARATOR);
    return table >= 0 && key.startsWith(EmbeddingRows.FUSED + SEPARATOR, table + 1);
  }

  /**
   * Takes in a half, or its removal.
   *
   * @param key {@code generation/fused/video}
   * @param row null where it was removed
   */
  public void change(String key, @Nullable EmbeddingRow row) {
    int slash = key.indexOf(SEPARATOR);
    String of = key.substring(0, slash);
    String video = key.substring(slash + EmbeddingRows.FUSED.length() + 2);
    Map<String, Half> halves = halves(of, row != null);
    if (halves == null) {
      return; // of a generation that was left
    }
    if (row == null) {
      if (halves.remove(video) != null) {
        unsaved.add(of + SEPARATOR + video);
      }
      return;
    }
    Half known = halves.get(video);
    if (known != null && known.step() >= row.getStep()) {
      return;
    }
    halves.put(video, new Half(row.getStep(), FloatBytes.toArray(row.getVector())));
    unsaved.add(of + SEPARATOR + video);
    if (of.equals(nextGeneration) && next.size() >= NEARLY_ALL * present.size()) {
      turnOver();
    }
  }

  private @Nullable Map<String, Half> halves(String of, boolean isNew) {
    if (of.equals(generation)) {
      return present;
    }
    if (of.equals(nextGeneration)) {
      return next;
    }
    if (!isNew) {
      return null;
    }
    forget(nextGeneration, next);
    next = new HashMap<>();
    nextGeneration = of;
    return next;
  }

  private void turnOver() {
    forget(generation, present);
    generation = nextGeneration;
    generationUnsaved = true;
    present = next;
    nextGeneration = null;
    next = new HashMap<>();
  }

  private void forget(@Nullable String of, Map<String, Half> halves) {
    halves.keySet().forEach(video -> unsaved.add(of + SEPARATOR + video));
  }

  /** Writes what changed since the last time. */
  public void flush(MapState<String, byte[]> saved) throws Exception {
    if (generationUnsaved && generation != null) {
      saved.put(PRESENT, generation.getBytes(StandardCharsets.UTF_8));
      generationUnsaved = false;
    }
    for (String key : unsaved) {
      Half half = half(key);
      if (half == null) {
        saved.remove(key);
      } else {
        saved.put(key, bytes(half));
      }
    }
    unsaved.clear();
  }

  private @Nullable Half half(String key) {
    int slash = key.indexOf(SEPARATOR);
    Map<String, Half> halves = halves(key.substring(0, slash), false);
    return halves == null ? null : halves.get(key.substring(slash + 1));
  }

  private static byte[] bytes(Half half) {
    ByteBuffer vector = FloatBytes.of(half.vector());
    return ByteBuffer.allocate(Long.BYTES + vector.remaining())
        .putLong(half.step())
        .put(vector)
        .array();
  }
}
