package dev.freshet.models.net.train;

/** The factor of the learning rate by the number of the step. */
@FunctionalInterface
public interface LearningSchedule {

  /** Always 1. */
  LearningSchedule CONSTANT = step -> 1;

  /**
   * The factor of one step.
   *
   * @param step from 1
   */
  double factor(long step);

  /**
   * Rises evenly to 1 within {@code warmUp} steps, then falls along half a cosine to 0 at {@code
   * total}.
   */
  static LearningSchedule cosine(long warmUp, long total) {
    if (warmUp < 0 || total <= warmUp) {
      throw new IllegalArgumentException(
          "0 <= warmUp < total must hold: %d, %d".formatted(warmUp, total));
    }
    return step -> {
      if (step < warmUp) {
        return (double) step / warmUp;
      }
      double done = Math.min(1, (double) (step - warmUp) / (total - warmUp));
      return (1 + Math.cos(Math.PI * done)) / 2;
    };
  }
}
