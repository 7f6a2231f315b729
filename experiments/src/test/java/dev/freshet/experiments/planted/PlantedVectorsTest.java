package dev.freshet.experiments.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlantedVectorsTest {

  private final PlantedVectors vectors = new PlantedVectors(3, 20);
  private final List<PlantedVideo> videos = new PlantedCatalogue(3, 20).first(600);

  @Test
  void looksTheSameInEveryRun() {
    assertThat(new PlantedVectors(3, 20).of(videos.getFirst()))
        .isEqualTo(vectors.of(videos.getFirst()));
  }

  @Test
  void showsTheTopicInTheSoundOfEvenTopicsAndThePictureOfOddOnes() {
    assertThat(likeness("acoustic", 0)).isGreaterThan(0.6);
    assertThat(likeness("visual", 0)).isLessThan(0.2);
    assertThat(likeness("visual", 1)).isGreaterThan(0.6);
    assertThat(likeness("acoustic", 1)).isLessThan(0.2);
  }

  /** Mean cosine between two videos of the topic, less that between videos of any topics. */
  private double likeness(String modality, int topic) {
    List<List<Float>> same = new ArrayList<>();
    List<List<Float>> any = new ArrayList<>();
    for (PlantedVideo video : videos) {
      Map<String, List<Float>> of = vectors.of(video);
      any.add(of.get(modality));
      if (video.topic() == topic) {
        same.add(of.get(modality));
      }
    }
    return mean(same) - mean(any);
  }

  private static double mean(List<List<Float>> all) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        sum += cosine(all.get(i), all.get(j));
        pairs++;
      }
    }
    return sum / pairs;
  }

  private static double cosine(List<Float> a, List<Float> b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.size(); i++) {
      ab += a.get(i) * b.get(i);
      aa += a.get(i) * a.get(i);
      bb += b.get(i) * b.get(i);
    }
    return ab / Math.sqrt(aa * bb);
  }
}
