package dev.freshet.models.paper.length;

import java.util.OptionalDouble;

/** Says how good a text is: the part of the target law that the model itself stands for. */
public interface Judge {

  /**
   * Logarithm of how much better the proposed text is than the current one, {@code log P(y') - log
   * P(y)} or what stands for it. Empty where the answer cannot be read: the proposal is refused.
   */
  OptionalDouble logRatio(String proposed, String current);

  /** Grade by which texts of the right length are compared; empty where it cannot be read. */
  OptionalDouble grade(String text);
}
