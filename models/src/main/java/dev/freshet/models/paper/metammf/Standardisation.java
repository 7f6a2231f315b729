package dev.freshet.models.paper.metammf;

import dev.freshet.models.net.Parameter;
import dev.freshet.schemas.event.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * Statistics of the training videos that bring all modalities to one scale: {@code x' = (x - mean)
 * · scale}, with a mean for each component and one scale for a modality, so that every modality
 * carries the same share of the squared length, whatever its dimension. They are parameters of the
 * network that are not trained, and so travel with it.
 */
final class Standardisation {

  private Standardisation() {}

  static String mean(Modality modality) {
    return modality.id() + ".mean";
  }

  static String scale(Modality modality) {
    return modality.id() + ".scale";
  }

  /**
   * Mean [d] and scale [1] of each modality over the videos that have it; a modality that none has,
   * or that never varies, has the scale 0.
   *
   * @param training places of the training videos
   * @param inputScale factor on every scale
   */
  static List<Parameter> of(ModalityVectors vectors, int[] training, double inputScale) {
    int total = 0;
    for (Modality modality : Modality.values()) {
      total += vectors.dimension(modality);
    }
    List<Parameter> parameters = new ArrayList<>();
    for (Modality modality : Modality.values()) {
      int d = vectors.dimension(modality);
      float[] x = vectors.of(modality);
      double[] sum = new double[d];
      double squares = 0;
      int n = 0;
      for (int video : training) {
        if (vectors.has(video, modality)) {
          n++;
          for (int c = 0; c < d; c++) {
            sum[c] += x[video * d + c];
          }
        }
      }
      float[] mean = new float[d];
      for (int c = 0; c < d; c++) {
        mean[c] = n == 0 ? 0 : (float) (sum[c] / n);
      }
      for (int video : training) {
        if (vectors.has(video, modality)) {
          for (int c = 0; c < d; c++) {
            double off = x[video * d + c] - mean[c];
            squares += off * off;
          }
        }
      }
      double share = (double) total / Modality.values().length;
      float scale = squares > 0 ? (float) (inputScale * Math.sqrt(n * share / squares)) : 0;
      parameters.add(new Parameter(mean(modality), mean, d));
      parameters.add(new Parameter(scale(modality), new float[] {scale}, 1));
    }
    return parameters;
  }
}
