package dev.freshet.models.language;

import org.jspecify.annotations.Nullable;

/**
 * Rotary positions; Su et al., arXiv 2104.09864.
 *
 * @param base of the wavelengths; above 1
 * @param scaling how the wavelengths were stretched for a longer context; null if they were not
 */
public record Rotary(double base, @Nullable Scaling scaling) {

  public Rotary {
    if (!(base > 1) || Double.isInfinite(base)) {
      throw new IllegalArgumentException("base must be above 1: " + base);
    }
  }

  /** As the models of the first Llama have it. */
  public static final Rotary LLAMA = new Rotary(10_000, null);

  /**
   * The scaling of Llama 3.1 (rope type {@code llama3}): long waves are stretched by {@code
   * factor}, short ones stay, those between are interpolated.
   *
   * @param factor at least 1
   * @param lowFactor waves longer than {@code originalContext / lowFactor} are stretched; positive
   * @param highFactor waves shorter than {@code originalContext / highFactor} stay; above {@code
   *     lowFactor}
   * @param originalContext positions that the model was first trained with; positive
   */
  public record Scaling(double factor, double lowFactor, double highFactor, int originalContext) {
    public Scaling {
      if (!(factor >= 1) || !(lowFactor > 0) || !(highFactor > lowFactor) || originalContext < 1) {
        throw new IllegalArgumentException(
            "factor >= 1, 0 < lowFactor < highFactor and originalContext >= 1 must hold: %s, %s, %s, %d"
                .formatted(factor, lowFactor, highFactor, originalContext));
      }
    }

    private double scaled(double frequency) {
      double wavelength = 2 * Math.PI / frequency;
      if (wavelength < originalContext / highFactor) {
        return frequency;
      }
      if (wavelength > originalContext / lowFactor) {
        return frequency / factor;
      }
      double kept = (originalContext / wavelength - lowFactor) / (highFactor - lowFactor);
      return (1 - kept) * frequency / factor + kept * frequency;
    }
  }

  /**
   * Radians per position of each pair of components: {@code base^(-2i / headWidth)}, scaled.
   *
   * @param headWidth even
   * @return [headWidth / 2]
   */
  float[] frequencies(int headWidth) {
    float[] frequencies = new float[headWidth / 2];
    for (int i = 0; i < frequencies.length; i++) {
      double frequency = Math.pow(base, -2.0 * i / headWidth);
      frequencies[i] = (float) (scaling == null ? frequency : scaling.scaled(frequency));
    }
    return frequencies;
  }
}
