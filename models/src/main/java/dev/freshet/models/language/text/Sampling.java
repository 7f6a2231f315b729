package dev.freshet.models.language.text;

/**
 * How the next token is chosen.
 *
 * @param temperature logits are divided by it; 0 takes the most probable token
 * @param topP share of the probability that the most probable tokens hold which are drawn from, in
 *     (0, 1]; Holtzman et al., ICLR 2020
 * @param seed of what is drawn
 */
public record Sampling(double temperature, double topP, long seed) {

  public Sampling {
    if (!(temperature >= 0) || Double.isInfinite(temperature)) {
      throw new IllegalArgumentException("temperature must not be negative: " + temperature);
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP must be in (0, 1]: " + topP);
    }
  }

  /** Always the most probable token. */
  public static final Sampling GREEDY = new Sampling(0, 1, 0);
}
