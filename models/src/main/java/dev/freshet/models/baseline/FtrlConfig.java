package dev.freshet.models.baseline;

import java.time.Duration;
import java.time.ZoneId;

/**
 * Hyperparameters of {@link Ftrl}, named as in the paper's algorithm 1.
 *
 * @param bits logarithm to base 2 of the number of buckets that features are hashed into
 * @param alpha learning rate {@code α}
 * @param beta smoothing {@code β} of the learning rate
 * @param l1 weight {@code λ1} of the L1 term
 * @param l2 weight {@code λ2} of the L2 term
 * @param zone where the hour of day is read off
 * @param idle event time after which a user who has no examples counts as new again
 */
public record FtrlConfig(
    int bits, double alpha, double beta, double l1, double l2, ZoneId zone, Duration idle) {

  public FtrlConfig {
    require(bits >= 8 && bits <= 26, "bits must be in 8 to 26", bits);
    require(alpha > 0, "alpha must be positive", alpha);
    require(beta >= 0, "beta must not be negative", beta);
    require(l1 >= 0, "l1 must not be negative", l1);
    require(l2 >= 0, "l2 must not be negative", l2);
  }

  /** 2^20 buckets; the rest chosen on KuaiRand's log of 24 to 27 April 2022. */
  public static FtrlConfig defaults() {
    return new FtrlConfig(20, 0.1, 0.3, 0.5, 10, ZoneId.of("Asia/Shanghai"), Duration.ofDays(60));
  }

  private static void require(boolean holds, String rule, double value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": " + value);
    }
  }
}
