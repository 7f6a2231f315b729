package dev.freshet.models.srm.feature;

/** The numbers that go into the network as they are. */
public final class DenseFeatures {
  /** Number of dense features {@code k}. */
  public static final int COUNT = 6;

  /** A rate that nothing is known of yet, and the weight of this belief in observations. */
  private static final double PRIOR = 0.33;

  private static final double PRIOR_WEIGHT = 4;

  private DenseFeatures() {}

  /**
   * Writes the features of one candidate to {@code out[from..]}: the user's level, how sure it is,
   * and how much more the history likes the candidate's tags, author, length and itself.
   *
   * @param level of {@link UserLevel}
   */
  public static void write(float[] out, int from, float[] level, History<?> history, Match match) {
    double usual = rate(history.positives(), history.size(), PRIOR);
    out[from] = level[0];
    out[from + 1] = (float) Math.log1p(level[1]) / 4;
    out[from + 2] = gain(match.tagPositives(), match.tagSkips(), usual);
    out[from + 3] = gain(match.authorPositives(), match.authorSkips(), usual);
    out[from + 4] = gain(match.lengthPositives(), match.lengthSkips(), usual);
    out[from + 5] = gain(match.videoPositives(), match.videoSkips(), usual);
  }

  /** Log odds of a positive among a user's interactions, as far back as both kinds are known. */
  public static float historyLogit(History<?> history) {
    return logit(rate(history.completePositives(), history.known(), PRIOR));
  }

  private static double rate(long positives, long of, double prior) {
    return ((double) positives + prior * PRIOR_WEIGHT) / ((double) of + PRIOR_WEIGHT);
  }

  /** How much more likely a positive is, in log odds, than the user's rate alone says. */
  private static float gain(int positives, int skips, double usual) {
    return logit(rate(positives, positives + skips, usual)) - logit(usual);
  }

  private static float logit(double p) {
    return (float) Math.log(p / (1 - p));
  }
}
