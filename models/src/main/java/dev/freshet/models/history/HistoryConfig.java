package dev.freshet.models.history;

import java.io.Serializable;

/**
 * How much of a user is remembered. Of each list the oldest entries go first.
 *
 * @param positives long views and liked videos
 * @param skips videos left early
 * @param seen hashes of videos shown or watched
 * @param followedAuthors authors followed
 * @param hiddenAuthors authors whose videos are not wanted
 * @param hiddenVideos videos hidden or reported
 */
public record HistoryConfig(
    int positives, int skips, int seen, int followedAuthors, int hiddenAuthors, int hiddenVideos)
    implements Serializable {

  public HistoryConfig {
    requirePositive("positives", positives);
    requirePositive("skips", skips);
    requirePositive("seen", seen);
    requirePositive("followedAuthors", followedAuthors);
    requirePositive("hiddenAuthors", hiddenAuthors);
    requirePositive("hiddenVideos", hiddenVideos);
  }

  /** The sizes that all processes use: 50 positives, 20 skips, 512 seen, 200 of the others. */
  public static HistoryConfig defaults() {
    return new HistoryConfig(50, 20, 512, 200, 200, 200);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
