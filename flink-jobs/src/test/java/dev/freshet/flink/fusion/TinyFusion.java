package dev.freshet.flink.fusion;

import dev.freshet.flink.record.Received;
import dev.freshet.models.paper.metammf.Fusion;
import dev.freshet.models.paper.metammf.InteractionSplit;
import dev.freshet.models.paper.metammf.MetaMmfConfig;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Prediction;
import dev.freshet.models.paper.metammf.MetaMmfConfig.Training;
import dev.freshet.models.paper.metammf.MetaMmfModel;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.serde.AvroSerde;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A small trained fusion, and videos for it. */
final class TinyFusion implements AutoCloseable {
  static final Instant UPDATED = Instant.parse("2026-01-02T10:00:00Z");

  private final ModalityVectors vectors;
  private final MetaMmfModel model;

  /**
   * @param textual components of a textual vector
   */
  TinyFusion(int textual, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    vectors =
        new ModalityVectors(
            10, Map.of(Modality.VISUAL, 3, Modality.ACOUSTIC, 2, Modality.TEXTUAL, textual));
    for (int video = 0; video < 10; video++) {
      vectors.put(video, Modality.VISUAL, floats(3, random));
      vectors.put(video, Modality.ACOUSTIC, floats(2, random));
      vectors.put(video, Modality.TEXTUAL, floats(textual, random));
    }
    var config =
        new MetaMmfConfig(
            Fusion.CANONICAL_POLYADIC,
            2,
            Prediction.MATRIX_FACTORISATION,
            List.of(6, 4),
            5,
            2,
            1,
            new Training(0.01, 0, 8, 1, 1, 1),
            seed);
    int[][] train = {{0, 1, 2, 3}, {4, 5, 6}};
    int[][] none = {{}, {}};
    model =
        new MetaMmfModel(
            config, vectors, new InteractionSplit(10, train, none, none, new int[] {7, 8, 9}));
    model.epoch();
  }

  static float[] floats(int size, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** What the trainer gives for one video. */
  float[] offline(Map<Modality, float[]> given) {
    ModalityVectors one = new ModalityVectors(1, vectors.dimensions());
    given.forEach((modality, vector) -> one.put(0, modality, vector));
    return model.fused(one);
  }

  Received<ModelRelease> release(String generation) {
    return received(MetaMmfRelease.of(model, generation, vectors, "tiny"));
  }

  static Received<ModelRelease> received(ModelRelease release) {
    return new Received<>(
        "model-releases",
        0,
        0,
        0,
        release.getModel().getBytes(StandardCharsets.UTF_8),
        AvroSerde.of(ModelRelease.class).encode(release),
        release,
        null,
        null);
  }

  static Video video(String id, String title, Instant updated, Map<Modality, float[]> given) {
    Map<String, List<Float>> modalities = new HashMap<>();
    given.forEach(
        (modality, vector) -> {
          List<Float> components = new ArrayList<>();
          for (float component : vector) {
            components.add(component);
          }
          modalities.put(modality.id(), components);
        });
    return Video.newBuilder()
        .setVideo(id)
        .setAuthor("author")
        .setTitle(title)
        .setLengthMillis(10_000)
        .setUploadedAt(UPDATED)
        .setUpdatedAt(updated)
        .setModalities(modalities)
        .build();
  }

  @Override
  public void close() {
    model.close();
  }
}
