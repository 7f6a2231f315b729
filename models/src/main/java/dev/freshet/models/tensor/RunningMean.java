package dev.freshet.models.tensor;

import dev.freshet.models.net.Parameter;

/**
 * Mean of vectors, in which newer ones count more; a parameter of the network that is not trained.
 */
public final class RunningMean {
  /** Number of vectors after which an old one counts 1/e. */
  private static final float MEMORY = 6_000;

  private final Parameter parameter;

  /**
   * @param name of the parameter
   * @param dimension components of a vector
   */
  public RunningMean(String name, int dimension) {
    parameter = new Parameter(name, new float[dimension], dimension);
  }

  /** The mean as it is now, [d]; changes with it. */
  public Parameter parameter() {
    return parameter;
  }

  /** Adds the vectors of one batch. */
  public void add(float[] vectors) {
    float[] mean = parameter.values();
    int n = vectors.length / mean.length;
    for (int i = 0; i < mean.length; i++) {
      float sum = 0;
      for (int j = 0; j < n; j++) {
        sum += vectors[j * mean.length + i];
      }
      mean[i] += (sum - n * mean[i]) / (n + MEMORY);
    }
  }

  /** Takes back the values of {@link #parameter}. */
  public void restore(float[] saved) {
    System.arraycopy(saved, 0, parameter.values(), 0, parameter.values().length);
  }
}
