package dev.freshet.models.paper.cki;

/**
 * Entropy of the entries of a matrix, by a histogram between its least and its greatest entry.
 *
 * <p>{@code H(W) = -Σ_b q_b ln q_b} with {@code q_b} the share of entries in bin {@code b} of
 * {@code B} equally wide ones; so {@code 0 <= H <= ln B}. The last bin holds the greatest entry; a
 * matrix of equal entries has entropy 0.
 */
public final class HistogramEntropy {

  private HistogramEntropy() {}

  /**
   * The entropy in nats.
   *
   * @param bins {@code B}; positive
   */
  public static double of(float[] entries, int bins) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    for (float entry : entries) {
      least = Math.min(least, entry);
      greatest = Math.max(greatest, entry);
    }
    double width = ((double) greatest - least) / bins;
    if (!(width > 0)) {
      return 0;
    }
    int[] counts = new int[bins];
    for (float entry : entries) {
      counts[Math.min(bins - 1, (int) ((entry - (double) least) / width))]++;
    }
    double entropy = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / entries.length;
        entropy -= share * Math.log(share);
      }
    }
    return entropy;
  }
}
