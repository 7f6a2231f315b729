package dev.freshet.models.srm.feature;

/**
 * How much a user watches to the end in general: {@code [log odds, interactions they stand on]}.
 *
 * <p>It is kept as the user's row and computed again only when much more is known. A level that
 * follows each outcome knows users a little better, but moves between the impressions of one user:
 * after a long view everything would score higher, and a user's own videos would be ordered worse.
 */
public final class UserLevel {
  /** Interactions that must be new before a level is computed again, beside the doubling. */
  private static final int NEWS = 16;

  private UserLevel() {}

  /** The level that the history gives now. */
  public static float[] of(History<?> history) {
    return new float[] {DenseFeatures.historyLogit(history), history.known()};
  }

  /** Whether the history has more than doubled since the level was taken. */
  public static boolean outgrown(float[] level, History<?> history) {
    return history.known() >= 2 * level[1] + NEWS;
  }
}
