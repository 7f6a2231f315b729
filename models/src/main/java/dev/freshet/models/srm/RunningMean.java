package dev.freshet.models.srm;

/** Mean of vectors, in which newer ones count more. */
final class RunningMean {
  /** Number of vectors after which an old one counts 1/e. */
  private static final float MEMORY = 6_000;

  private RunningMean() {}

  /**
   * The mean after one batch more.
   *
   * @param mean [d]
   * @param vectors [n, d]
   * @return [d]
   */
  static float[] after(float[] mean, float[] vectors) {
    float[] next = mean.clone();
    int n = vectors.length / mean.length;
    for (int i = 0; i < mean.length; i++) {
      float sum = 0;
      for (int j = 0; j < n; j++) {
        sum += vectors[j * mean.length + i];
      }
      next[i] += (sum - n * mean[i]) / (n + MEMORY);
    }
    return next;
  }
}
