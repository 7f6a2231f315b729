package dev.freshet.loadtests.audience;

/**
 * A rate and where it lies with 95 % confidence.
 *
 * <p>Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927:
 * {@code (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)} with {@code z = 1.96}.
 *
 * @param rate NaN without trials
 */
record WilsonInterval(double rate, double low, double high) {

  private static final double Z = 1.96;

  /** The interval of {@code successes} among {@code trials}. */
  static WilsonInterval of(long successes, long trials) {
    if (trials == 0) {
      return new WilsonInterval(Double.NaN, 0, 1);
    }
    double n = trials;
    double p = successes / n;
    double middle = p + Z * Z / (2 * n);
    double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
    double scale = 1 + Z * Z / n;
    return new WilsonInterval(p, (middle - half) / scale, (middle + half) / scale);
  }

  /** Whether all of this interval lies above all of {@code other}. */
  boolean above(WilsonInterval other) {
    return low > other.high;
  }
}
