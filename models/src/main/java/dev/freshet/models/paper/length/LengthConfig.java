package dev.freshet.models.paper.length;

/**
 * Settings of one run of the {@link LengthSampler}.
 *
 * @param kernel which ratio decides
 * @param iterations most rounds {@code n} after the first draft, 0 to {@link #MOST_ITERATIONS}
 * @param chains chains {@code B} that run side by side, 1 to {@link #MOST_CHAINS}
 * @param softening added to the distance in {@code f = 1 / (distance + softening)}. With 0, as in
 *     the paper, a satisfied goal has infinite fitness and ends the run
 * @param seed seed of every random number of the run
 */
public record LengthConfig(Kernel kernel, int iterations, int chains, double softening, long seed) {

  /** Most rounds that can be asked for. */
  public static final int MOST_ITERATIONS = 1_000_000;

  /** Most chains that can be asked for. */
  public static final int MOST_CHAINS = 64;

  /** Checks the bounds. */
  public LengthConfig {
    if (iterations < 0 || iterations > MOST_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be from 0 to %d, but are %d".formatted(MOST_ITERATIONS, iterations));
    }
    if (chains < 1 || chains > MOST_CHAINS) {
      throw new IllegalArgumentException(
          "chains must be from 1 to %d, but are %d".formatted(MOST_CHAINS, chains));
    }
    if (!(softening >= 0)) {
      throw new IllegalArgumentException("softening must not be negative: " + softening);
    }
  }

  /** The values of the paper's main table: five rounds of sixteen chains. */
  public static LengthConfig paper(long seed) {
    return new LengthConfig(Kernel.BOUND, 5, 16, 0, seed);
  }

  /**
   * Logarithm of the fitness of a length; infinite where the goal is satisfied without softening.
   */
  double logFitness(LengthGoal goal, int length) {
    return -Math.log(goal.distance(length) + softening);
  }
}
