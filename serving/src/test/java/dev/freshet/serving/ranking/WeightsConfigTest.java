package dev.freshet.serving.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.serving.model.PageModel.Head;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsConfigTest {

  private static final List<Head> HEADS =
      List.of(new Head("long-view", 1), new Head("like", 0.25f));
  private static final float[] PREDICTED = {0.5f, 0.5f, 0.25f, 1f}; // [2, heads]

  @Test
  void scoresAsTheModelDoesUnlessToldOtherwise() {
    var weights = new WeightsConfig(1, 1).of(HEADS);

    assertThat(weights.score(PREDICTED, 0)).isEqualTo(0.5f + 0.25f * 0.5f);
    assertThat(weights.score(PREDICTED, 1)).isEqualTo(0.25f + 0.25f * 1f);
    assertThat(weights.text(PREDICTED, 1)).isEqualTo("1.0 × long-view 0.250 + 0.25 × like 1.000");
  }

  @Test
  void countsAnOutcomeAgainstAVideoWhereItsWeightIsNegative() {
    var weights = new WeightsConfig(2, -4).of(HEADS);

    assertThat(weights.score(PREDICTED, 1)).isEqualTo(-0.5f); // 2 x 0.25 - 4 x 0.25 x 1
  }

  @Test
  void refusesAWeightThatIsNoNumber() {
    assertThatThrownBy(() -> new WeightsConfig(Double.NaN, 1))
        .hasMessageContaining("freshet.recommend.weights.long-view");
    assertThatThrownBy(() -> new WeightsConfig(1, Double.POSITIVE_INFINITY))
        .hasMessageContaining("freshet.recommend.weights.like");
  }
}
