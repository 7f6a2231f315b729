package dev.freshet.models.eval;

/**
 * By how much one model's metric exceeds another's on the same examples.
 *
 * @param value the difference on all examples
 * @param low lower end of its 95 % interval
 * @param high upper end of its 95 % interval
 */
public record Difference(double value, double low, double high) {

  /** Whether the whole interval lies above zero. */
  public boolean isAboveZero() {
    return low > 0;
  }
}
