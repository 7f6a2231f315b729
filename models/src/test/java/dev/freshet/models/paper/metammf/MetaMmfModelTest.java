package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.schemas.event.Modality;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetaMmfModelTest {
  private final TinyFeed.Planted planted = TinyFeed.planted();
  private final InteractionSplit split = TinyFeed.split(planted);

  @ParameterizedTest
  @EnumSource(Prediction.class)
  void losesLessWithEachEpochAndGivesTheSameBitsForTheSameSeed(Prediction prediction) {
    MetaMmfConfig config = TinyFeed.config(Fusion.CANONICAL_POLYADIC).withPrediction(prediction);
    try (MetaMmfModel one = new MetaMmfModel(config, planted.vectors(), split);
        MetaMmfModel two = new MetaMmfModel(config, planted.vectors(), split);
        MetaMmfModel other = new MetaMmfModel(config.withSeed(4), planted.vectors(), split)) {

      double first = one.epoch();
      two.epoch();
      other.epoch();
      double last = first;
      for (int epoch = 0; epoch < 8; epoch++) {
        last = one.epoch();
        two.epoch();
      }

      assertThat(first).isBetween(0.5, 0.9); // log 2 = 0.69 without knowing anything
      assertThat(last).isLessThan(0.9 * first);
      assertThat(one.vectors().videos()).containsExactly(two.vectors().videos());
      assertThat(one.vectors().users()).containsExactly(two.vectors().users());
      assertThat(other.vectors().users()).isNotEqualTo(one.vectors().users());
    }
  }

  @Test
  void leavesTheIdHalfOfAVideoNobodyLikedAtZero() {
    int[][] train = Arrays.stream(split.train()).map(int[]::clone).toArray(int[][]::new);
    for (int user = 0; user < train.length; user++) {
      train[user] = Arrays.stream(train[user]).filter(video -> video != 7).toArray();
    }
    var without =
        new InteractionSplit(
            split.videos(), train, split.validation(), split.test(), split.negatives());
    try (MetaMmfModel model =
        new MetaMmfModel(TinyFeed.config(Fusion.CONCAT), planted.vectors(), without)) {
      model.epoch();

      float[] videos = model.vectors().videos(); // [fused 4, id 4]

      assertThat(Arrays.copyOfRange(videos, 7 * 8 + 4, 8 * 8)).containsOnly(0);
      assertThat(Arrays.copyOfRange(videos, 7 * 8, 7 * 8 + 4)).doesNotContain(0);
      assertThat(Arrays.copyOfRange(videos, 8 * 8 + 4, 9 * 8)).doesNotContain(0);
    }
  }

  @Test
  void refusesVectorsThatWouldSpoilARow() {
    ModalityVectors vectors = new ModalityVectors(1, TinyFeed.DIMENSIONS);

    assertThatThrownBy(() -> vectors.put(0, Modality.ACOUSTIC, new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the acoustic vector has 4 components, not 3");
    assertThatThrownBy(() -> vectors.put(0, Modality.ACOUSTIC, new float[] {0, Float.NaN, 0}))
        .hasMessage("a component of the acoustic vector is NaN");
    assertThatThrownBy(() -> new ModalityVectors(1, Map.of(Modality.VISUAL, 3)))
        .hasMessage("the dimension of acoustic must be positive: null");
    assertThat(vectors.has(0, Modality.ACOUSTIC)).isFalse();
  }

  @Test
  void refusesANetworkOfOtherDimensions() {
    try (MetaMmfModel model =
        new MetaMmfModel(TinyFeed.config(Fusion.CONCAT), planted.vectors(), split)) {
      byte[] network = model.export();

      assertThatThrownBy(
              () ->
                  new MetaMmfFuser(
                      network,
                      Map.of(Modality.VISUAL, 9, Modality.ACOUSTIC, 3, Modality.TEXTUAL, 5),
                      OnnxRuntime.cpu()))
          .isInstanceOf(ModelException.class)
          .hasMessage("metammf: running the network");
    }
  }

  @Test
  void readsTheConfigurationItWrote() {
    assertThat(MetaMmfConfig.fromJson(MetaMmfConfig.paper().toJson()))
        .isEqualTo(MetaMmfConfig.paper());
  }
}
