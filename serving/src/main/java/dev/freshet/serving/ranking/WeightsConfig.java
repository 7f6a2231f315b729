package dev.freshet.serving.ranking;

import dev.freshet.serving.model.PageModel;
import dev.freshet.serving.model.PageModel.Head;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Locale;

/**
 * Settings under {@code freshet.recommend.weights}: how much each outcome that the model predicts
 * counts in the score by which a page is ranked. A negative weight ranks down what makes the
 * outcome likely.
 *
 * @param longView weight of the long view, as a multiple of the model's own
 * @param like weight of the like, likewise
 */
@ConfigurationProperties("freshet.recommend.weights")
public record WeightsConfig(
    @Bindable(defaultValue = "1") double longView, @Bindable(defaultValue = "1") double like) {

  public WeightsConfig {
    requireFinite("long-view", longView);
    requireFinite("like", like);
  }

  private static void requireFinite(String name, double weight) {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "freshet.recommend.weights.%s must be finite: %s".formatted(name, weight));
    }
  }

  /** The weights for a model's outcomes. */
  public Weights of(List<Head> heads) {
    float[] weights = new float[heads.size()];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = weight(heads.get(k));
    }
    return new Weights(heads, weights);
  }

  private float weight(Head head) {
    double multiple =
        switch (head.name()) {
          case PageModel.LONG_VIEW -> longView;
          case PageModel.LIKE -> like;
          default -> 1;
        };
    return (float) (multiple * head.weight());
  }

  /** Outcomes with their weights. */
  public static final class Weights {

    private final List<Head> heads;
    private final float[] weights;

    private Weights(List<Head> heads, float[] weights) {
      this.heads = heads;
      this.weights = weights;
    }

    /**
     * The weighted sum of the outcomes of one video.
     *
     * @param predicted [n, heads]
     * @param video its place among the {@code n}
     */
    public float score(float[] predicted, int video) {
      int at = video * weights.length;
      float score = weights[0] * predicted[at];
      for (int k = 1; k < weights.length; k++) {
        score += weights[k] * predicted[at + k];
      }
      return score;
    }

    /** The same sum for a person to read, such as {@code 1.0 × long-view 0.553}. */
    public String text(float[] predicted, int video) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < weights.length; k++) {
        text.append(k == 0 ? "" : " + ")
            .append(
                String.format(
                    Locale.ROOT,
                    "%s × %s %.3f",
                    weights[k],
                    heads.get(k).name(),
                    predicted[video * weights.length + k]));
      }
      return text.toString();
    }
  }
}
