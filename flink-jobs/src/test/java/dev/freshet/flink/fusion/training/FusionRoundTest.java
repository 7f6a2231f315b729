package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.flink.fusion.FusionConfig;
import dev.freshet.flink.rounds.RoundHarness;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.paper.metammf.MetaMmfFuser;
import dev.freshet.models.paper.metammf.MetaMmfRelease;
import dev.freshet.models.paper.metammf.ModalityVectors;
import dev.freshet.schemas.event.Modality;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FusionRoundTest {

  private static final Instant START = Instant.parse("2026-01-02T10:00:00Z");
  private static final FusionTrainingConfig CONFIG =
      new FusionTrainingConfig(
          200,
          2,
          1_000,
          4,
          1,
          FusionConfig.from(
              new Settings(Profile.LIVE, Map.of("freshet.fusion.text-encoder", "false"))),
          42,
          Duration.ofDays(1));

  private RoundHarness harness;

  @BeforeEach
  void open() throws Exception {
    harness = RoundHarness.of(new FusionRound(CONFIG));
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void releasesAFusionThatTellsWhatDifferentUsersLikeByTheirPicture() throws Exception {
    catalogue();
    watchLong(0, 200);

    ModelRelease release = harness.awaitReleases(1).getFirst();
    assertThat(release.getModel()).isEqualTo(MetaMmfRelease.MODEL);
    assertThat(release.getStep()).isEqualTo(200);
    assertThat(release.getLearnedUpTo()).isEqualTo(START.plusSeconds(199));
    assertThat(release.getMetrics().get("ndcg10")).isGreaterThan(0.25); // by chance: 0.12
    try (MetaMmfFuser fuser = MetaMmfFuser.of(release, OnnxRuntime.cpu())) {
      float[] left = fused(fuser, 1);
      float[] alsoLeft = fused(fuser, 1.1f);
      float[] right = fused(fuser, -1);
      assertThat(cosine(left, alsoLeft)).isGreaterThan(cosine(left, right) + 0.5);
    }
  }

  @Test
  void learnsAgainWhenTwiceAsManyHaveComeUnderAGenerationOfItsOwn() throws Exception {
    catalogue();
    watchLong(0, 399);
    harness.awaitReleases(1);

    watchLong(399, 400);

    assertThat(harness.awaitReleases(2))
        .extracting(ModelRelease::getGeneration)
        .doesNotHaveDuplicates();
  }

  @Test
  void givesTheSameBitsAfterARestore() throws Exception {
    catalogue();
    watchLong(0, 200);
    var snapshot = harness.snapshot(1, 1); // somewhere in the round
    ModelRelease uninterrupted = harness.awaitReleases(1).getFirst();
    harness.close();

    harness = RoundHarness.of(new FusionRound(CONFIG), snapshot);

    assertThat(harness.awaitReleases(1).getFirst()).isEqualTo(uninterrupted);
  }

  @Test
  void learnsTheSameFusionAsIfAnErasedUserHadWatchedNothing() throws Exception {
    catalogue();
    watchLong(0, 190);
    harness.erase("u3");
    watchLong(190, 200); // of users from u10 on
    ModelRelease forgotten = harness.awaitReleases(1).getFirst();

    ModelRelease never = afresh(true);
    ModelRelease known = afresh(false);

    assertThat(forgotten).isEqualTo(never);
    assertThat(forgotten.getNetwork()).isNotEqualTo(known.getNetwork());
  }

  /**
   * The release of two hundred long views; or of as many without those of u3, in whose place others
   * watch what no catalogue has and nothing is learned from.
   */
  private ModelRelease afresh(boolean without) throws Exception {
    harness.close();
    open();
    catalogue();
    for (int i = 0; i < 200; i++) {
      TrainingExample example = example(i, video(i));
      view(
          without && example.getUser().equals("u3")
              ? TrainingExample.newBuilder(example).setUser("u4").setVideo("unknown").build()
              : example);
    }
    return harness.awaitReleases(1).getFirst();
  }

  /** Forty videos, the even ones with a picture of the left kind, the odd ones of the right. */
  private void catalogue() throws Exception {
    for (int v = 0; v < 40; v++) {
      float side = v % 2 == 0 ? 1 : -1;
      harness.put(
          "videos",
          "v" + v,
          Video.newBuilder()
              .setVideo("v" + v)
              .setAuthor("author")
              .setLengthMillis(10_000)
              .setUploadedAt(START)
              .setUpdatedAt(START)
              .setModalities(
                  Map.of(
                      Modality.VISUAL.id(),
                      List.of(side + 0.01f * v, side, -side),
                      Modality.ACOUSTIC.id(),
                      List.of((v * 7 % 5) - 2f, (v * 3 % 7) - 3f)))
              .build(),
          START);
    }
  }

  /** Twenty users; those with an even number watch even videos long, the others odd ones. */
  private void watchLong(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      view(example(i, video(i)));
    }
  }

  private void view(TrainingExample example) throws Exception {
    harness.put("training-examples", example.getUser(), example, example.getLabelledAt());
  }

  private static int video(int i) {
    int user = i % 20;
    return (2 * (i / 20) + 4 * user + user % 2) % 40;
  }

  private static TrainingExample example(int i, int video) {
    return TrainingExample.newBuilder()
        .setExampleId("e" + i)
        .setUser("u" + i % 20)
        .setVideo("v" + video)
        .setSurface("main")
        .setShownAt(START.plusSeconds(i))
        .setLabelledAt(START.plusSeconds(i))
        .setCounters(new UserCounters(0L, 0L, 0L, 0L, 0L))
        .setLongView(true)
        .setLiked(false)
        .build();
  }

  private static float[] fused(MetaMmfFuser fuser, float side) {
    ModalityVectors vectors = new ModalityVectors(1, fuser.dimensions());
    vectors.put(0, Modality.VISUAL, new float[] {side, side, -side});
    return fuser.fuse(vectors);
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
