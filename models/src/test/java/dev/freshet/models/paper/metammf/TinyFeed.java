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

  private static final int VIDEOS = 120;
  private static final int TOPICS = 4;

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

  /** What users like, and what shows it. */
  @SuppressWarnings("ArrayRecordComponent") // read only
  record Planted(ModalityVectors vectors, int[][] liked) {}

  /** 60 users who each like videos of one of four topics, which only the picture shows. */
  static Planted planted() {
    SplittableRandom random = new SplittableRandom(5);
    ModalityVectors vectors = new ModalityVectors(VIDEOS, DIMENSIONS);
    for (int video = 0; video < VIDEOS; video++) {
      for (Modality modality : Modality.values()) {
        float[] vector = new float[vectors.dimension(modality)];
        for (int c = 0; c < vector.length; c++) {
          vector[c] = (float) (0.3 * random.nextGaussian());
        }
        if (modality == Modality.VISUAL) {
          vector[video % TOPICS] += 1;
        }
        vectors.put(video, modality, vector);
      }
    }
    int[][] liked = new int[60][];
    for (int user = 0; user < liked.length; user++) {
      int topic = user % TOPICS;
      liked[user] =
          random
              .ints(0, VIDEOS / TOPICS)
              .distinct()
              .limit(12)
              .map(i -> TOPICS * i + topic)
              .toArray();
    }
    return new Planted(vectors, liked);
  }

  static InteractionSplit split(Planted planted) {
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
