package dev.freshet.models.paper.metammf;

import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Training;
import dev.freshet.schemas.event.Modality;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small planted catalogue, and a configuration for it. */
final class TinyFeed {
  static final Map<Modality, Integer> DIMENSIONS =
      Map.of(Modality.VISUAL, 4, Modality.ACOUSTIC, 3, Modality.TEXTUAL, 5);

  private TinyFeed() {}

  static MetaMmfConfig config(Fusion fusion) {
    return new MetaMmfConfig(
        fusion,
        3,
        Prediction.MATRIX_FACTORISATION,
        List.of(6, 4),
        7,
        2,
        1,
        new Training(0.01, 1e-5, 128, 2, 15, 15),
        3);
  }

  static PlantedModalities planted() {
    return PlantedModalities.of(
        new PlantedModalities.Recipe(60, 120, 12, DIMENSIONS, 6, 3, 4, 0.1, false), 5);
  }

  static InteractionSplit split(PlantedModalities planted) {
    return InteractionSplit.random(planted.vectors().count(), planted.liked(), 5);
  }

  /** Vectors that mean nothing; every third video lacks one modality. */
  static ModalityVectors random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ModalityVectors vectors = new ModalityVectors(count, DIMENSIONS);
    for (int video = 0; video < count; video++) {
      for (Modality modality : Modality.values()) {
        float[] vector = new float[vectors.dimension(modality)];
        for (int c = 0; c < vector.length; c++) {
          vector[c] = (float) (4 * random.nextDouble() - 1);
        }
        if (video % 3 != 1 || modality.index() != video % 9 / 3) {
          vectors.put(video, modality, vector);
        }
      }
    }
    return vectors;
  }
}
