package dev.freshet.models.history;

import java.io.Serializable;

/**
 * How much of a user is remembered in the state itself. Of each list the oldest entries go first;
 * those of the last three sets leave it, and whoever keeps states may store them elsewhere.
 *
 * @param positives long views and liked videos
 * @param skips videos left early
 * @param seen videos shown or watched
 * @param authors decisions on authors
 * @param videos decisions on videos
 */
public record HistoryConfig(int positives, int skips, int seen, int authors, int videos)
    implements Serializable {

  public HistoryConfig {
    requirePositive("positives", positives);
    requirePositive("skips", skips);
    requirePositive("seen", seen);
    requirePositive("authors", authors);
    requirePositive("videos", videos);
  }

  /** The sizes that all processes use: 50 positives, 20 skips, 512 of each set. */
  public static HistoryConfig defaults() {
    return new HistoryConfig(50, 20, 512, 512, 512);
  }

  /** The same with room for {@code entries} in each of the sets. */
  public HistoryConfig withSets(int entries) {
    return new HistoryConfig(positives, skips, entries, entries, entries);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
