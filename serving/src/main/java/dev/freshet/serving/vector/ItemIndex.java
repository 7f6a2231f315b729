package dev.freshet.serving.vector;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of one generation's videos, ready to be searched; the first one decides the
 * dimension. One thread changes it.
 */
public final class ItemIndex {

  private volatile @Nullable ExactScan scan;

  /** Number of videos. */
  public int size() {
    ExactScan current = scan;
    return current == null ? 0 : current.size();
  }

  /** Puts a video's vector in, or in the place of the one before. */
  public void put(String id, float[] vector) {
    ExactScan current = scan;
    if (current == null) {
      current = new ExactScan(vector.length);
      scan = current;
    }
    current.put(id, vector);
  }

  /** Takes a video out. */
  public void remove(String id) {
    ExactScan current = scan;
    if (current != null) {
      current.remove(id);
    }
  }

  /**
   * The {@code k} wanted videos whose vectors have the greatest dot products with the query, best
   * first.
   *
   * @param query [d]
   */
  public List<Hit> nearest(float[] query, int k, Predicate<String> wanted) {
    ExactScan current = scan;
    return current == null ? List.of() : current.nearest(query, k, wanted);
  }
}
