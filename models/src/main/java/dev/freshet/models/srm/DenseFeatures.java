package dev.freshet.models.srm;

import dev.freshet.schemas.feature.UserCounters;
import java.time.Instant;

/** The numbers that go into the network as they are. */
final class DenseFeatures {
  /** Number of dense features {@code k}. */
  static final int COUNT = 10;

  /** A rate that nothing is known of yet, and the weight of this belief in observations. */
  private static final double PRIOR = 0.33;

  private static final double PRIOR_WEIGHT = 4;

  private DenseFeatures() {}

  /** Writes the features of one candidate to {@code out[from..]}. */
  static void write(
      float[] out, int from, UserCounters counters, History history, Match match, Instant at) {
    long shown = Math.max(counters.getImpressions(), counters.getWatches());
    double userRate = rate(counters.getLongViews(), shown, PRIOR);
    double historyRate = rate(history.positives(), history.size(), PRIOR);
    out[from] = logit(userRate);
    out[from + 1] = log(shown);
    out[from + 2] = logit(historyRate);
    out[from + 3] = gain(match.tagPositives(), match.tagSkips(), historyRate);
    out[from + 4] = log(match.tagPositives() + match.tagSkips());
    out[from + 5] = gain(match.authorPositives(), match.authorSkips(), historyRate);
    out[from + 6] = gain(match.lengthPositives(), match.lengthSkips(), historyRate);
    out[from + 7] = gain(match.videoPositives(), match.videoSkips(), historyRate);
    out[from + 8] = log(history.size());
    out[from + 9] = history.size() == 0 ? 0 : sinceLatest(history, at);
  }

  private static float sinceLatest(History history, Instant at) {
    Instant latest = history.interactions[history.size() - 1].getOccurredAt();
    return (float) Math.log1p(Math.max(0, at.toEpochMilli() - latest.toEpochMilli()) / 60e3) / 8;
  }

  private static double rate(long positives, long of, double prior) {
    return ((double) Math.min(positives, of) + prior * PRIOR_WEIGHT) / ((double) of + PRIOR_WEIGHT);
  }

  /** How much more likely a positive is, in log odds, than the user's rate alone says. */
  private static float gain(int positives, int skips, double usual) {
    return logit(rate(positives, positives + skips, usual)) - logit(usual);
  }

  private static float logit(double p) {
    return (float) Math.log(p / (1 - p));
  }

  private static float log(long count) {
    return (float) Math.log1p((double) count) / 4;
  }
}
