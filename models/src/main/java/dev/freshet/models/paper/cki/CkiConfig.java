package dev.freshet.models.paper.cki;

/**
 * Hyperparameters of CKI, named as in the paper where it names them.
 *
 * @param spread {@code a}: the gate lies in {@code (1 - a)/2 ± } this half of it; in [0, 1)
 * @param steepness {@code c}: how fast the gate follows a difference of entropies; positive
 * @param bins {@code B} of the entropy's histogram; at least 2
 * @param perspective what the weights of the parents follow
 * @param rate Adam's rate for {@code A}; positive
 * @param epochs passes over the window that {@code A} is trained on; 0 leaves it as it was drawn
 * @param seed of the initial {@code A}
 */
public record CkiConfig(
    double spread,
    double steepness,
    int bins,
    Perspective perspective,
    double rate,
    int epochs,
    long seed) {

  /** What the weights of the parents follow. */
  public enum Perspective {
    /** The learned compatibility of each weight and the entropy of each matrix. */
    DUAL,
    /** The compatibility alone: all gates are equal. */
    LOCAL,
    /** The entropies alone: all compatibilities are equal. */
    GLOBAL
  }

  public CkiConfig {
    if (!(spread >= 0 && spread < 1)) {
      throw new IllegalArgumentException("spread must be in [0, 1): " + spread);
    }
    if (!(steepness > 0)) {
      throw new IllegalArgumentException("steepness must be positive: " + steepness);
    }
    if (bins < 2) {
      throw new IllegalArgumentException("bins must be at least 2: " + bins);
    }
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be positive: " + rate);
    }
    if (epochs < 0) {
      throw new IllegalArgumentException("epochs must not be negative: " + epochs);
    }
  }

  /** The published values. */
  public static CkiConfig paper() {
    return new CkiConfig(0.4, 500, 10, Perspective.DUAL, 1e-3, 10, 0);
  }

  /** The published gate; {@code A} is trained in few passes with greater steps. */
  public static CkiConfig defaults() {
    return new CkiConfig(0.4, 500, 10, Perspective.DUAL, 0.1, 3, 42);
  }

  /** The same with another perspective. */
  public CkiConfig with(Perspective other) {
    return new CkiConfig(spread, steepness, bins, other, rate, epochs, seed);
  }

  /** The same with another training of {@code A}. */
  public CkiConfig trained(double otherRate, int otherEpochs) {
    return new CkiConfig(spread, steepness, bins, perspective, otherRate, otherEpochs, seed);
  }
}
