package dev.freshet.flink.fusion.training;

import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The modality vectors of videos as a fusion learns from them. */
final class VideoVectors {
  private VideoVectors() {}

  /**
   * The vectors of these videos, in order. Of each modality the most frequent length counts; a
   * vector of another length is left out, as if it were missing.
   */
  static ModalityVectors of(List<Video> videos) {
    Map<Modality, Integer> dimensions = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      dimensions.put(modality, dimension(videos, modality));
    }
    ModalityVectors vectors = new ModalityVectors(videos.size(), dimensions);
    for (int i = 0; i < videos.size(); i++) {
      for (Modality modality : Modality.values()) {
        List<Float> given = videos.get(i).getModalities().get(modality.id());
        if (given != null && given.size() == dimensions.getOrDefault(modality, 0)) {
          vectors.put(i, modality, given);
        }
      }
    }
    return vectors;
  }

  /** The most frequent length, of equally frequent ones the greatest; 1 where there is none. */
  private static int dimension(List<Video> videos, Modality modality) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (Video video : videos) {
      List<Float> vector = video.getModalities().get(modality.id());
      if (vector != null && !vector.isEmpty()) {
        counts.merge(vector.size(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(1);
  }
}
