package dev.freshet.models.net.train;

/**
 * Settings of Adam (Kingma and Ba, ICLR 2015) or AdamW (Loshchilov and Hutter, ICLR 2019).
 *
 * @param rate learning rate; positive
 * @param weightDecay not negative
 * @param decoupled whether weights decay beside the gradient (AdamW) or through it (Adam)
 * @param schedule factor of the rate at each step
 */
public record AdamConfig(
    double rate, double weightDecay, boolean decoupled, LearningSchedule schedule) {
  static final double BETA_1 = 0.9;
  static final double BETA_2 = 0.999;
  static final float EPSILON = 1e-8f;

  public AdamConfig {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be positive: " + rate);
    }
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException("weightDecay must not be negative: " + weightDecay);
    }
  }

  /** Adam of this rate, without weight decay. */
  public static AdamConfig adam(double rate) {
    return new AdamConfig(rate, 0, false, LearningSchedule.CONSTANT);
  }

  /** AdamW of this rate and weight decay. */
  public static AdamConfig adamW(double rate, double weightDecay) {
    return new AdamConfig(rate, weightDecay, true, LearningSchedule.CONSTANT);
  }

  /** The same with a schedule. */
  public AdamConfig with(LearningSchedule other) {
    return new AdamConfig(rate, weightDecay, decoupled, other);
  }
}
