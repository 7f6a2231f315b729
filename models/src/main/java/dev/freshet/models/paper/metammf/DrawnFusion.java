package dev.freshet.models.paper.metammf;

import dev.freshet.models.text.SentenceEncoder;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A fusion of the size that one would serve, with drawn weights, and videos for it, to measure
 * with: 512 visual, 128 acoustic and 384 textual components, through 128 and 64 to 32; titles of
 * four to twelve common words. The seed is fixed.
 */
public final class DrawnFusion {
  private static final Map<Modality, Integer> DIMENSIONS =
      Map.of(
          Modality.VISUAL,
          512,
          Modality.ACOUSTIC,
          128,
          Modality.TEXTUAL,
          SentenceEncoder.DIMENSION);
  private static final List<String> WORDS =
      List.of(
          "cat dog dance music cooking soup funny football travel beach how to make best day my new street mountain guitar"
              .split(" "));
  private static final int FEWEST_WORDS = 4;
  private static final int MOST_WORDS = 12;
  private static final long SECONDS = 15;

  private final SplittableRandom random = new SplittableRandom(42);

  /** Its release under a generation. */
  public ModelRelease release(String generation) {
    MetaMmfConfig paper = MetaMmfConfig.paper();
    MetaMmfConfig config =
        new MetaMmfConfig(
            Fusion.CANONICAL_POLYADIC,
            paper.rank(),
            MetaMmfConfig.Prediction.MATRIX_FACTORISATION,
            List.of(128, 64, 32),
            64,
            paper.metaDimension(),
            paper.inputScale(),
            paper.training(),
            paper.seed());
    ModalityVectors vectors = new ModalityVectors(4, DIMENSIONS);
    for (int video = 0; video < 4; video++) {
      for (Modality modality : Modality.values()) {
        vectors.put(video, modality, floats(DIMENSIONS.getOrDefault(modality, 0)));
      }
    }
    int[][] liked = {{0, 1, 2}};
    int[][] none = {{}};
    var split = new InteractionSplit(4, liked, none, none, new int[] {3});
    try (MetaMmfModel model = new MetaMmfModel(config, vectors, split)) {
      return MetaMmfRelease.of(model, generation, vectors, "bench");
    }
  }

  /**
   * A video with a picture and a sound.
   *
   * @param textual whether its text is a vector already; if not, there is a title to encode
   */
  public Video video(String id, boolean textual, Instant now) {
    Map<String, List<Float>> modalities = new HashMap<>();
    DIMENSIONS.forEach(
        (modality, dimension) -> {
          if (textual || modality != Modality.TEXTUAL) {
            List<Float> components = new ArrayList<>(dimension);
            for (float component : floats(dimension)) {
              components.add(component);
            }
            modalities.put(modality.id(), components);
          }
        });
    return Video.newBuilder()
        .setVideo(id)
        .setAuthor("author")
        .setTitle(textual ? "" : title())
        .setLengthMillis(SECONDS * 1_000)
        .setUploadedAt(now)
        .setUpdatedAt(now)
        .setModalities(modalities)
        .build();
  }

  /** A title. */
  public String title() {
    List<String> words = new ArrayList<>();
    int count = random.nextInt(FEWEST_WORDS, MOST_WORDS + 1);
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return String.join(" ", words);
  }

  private float[] floats(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }
}
