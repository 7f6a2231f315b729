package dev.freshet.flink.fusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Records;
import dev.freshet.flink.Settings;
import dev.freshet.flink.fusion.FusionConfig;
import dev.freshet.flink.record.Received;
import dev.freshet.flink.record.SerializedBy;
import dev.freshet.flink.record.Upsert;
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
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FusionTrainingTest {

  private static final Instant START = Instant.parse("2026-01-02T10:00:00Z");
  private static final FusionTrainingConfig CONFIG =
      new FusionTrainingConfig(
          200,
          2,
          1_000,
          4,
          FusionConfig.from(
              new Settings(Profile.LIVE, Map.of("freshet.fusion.text-encoder", "false"))),
          42,
          Duration.ofDays(1));

  private KeyedTwoInputStreamOperatorTestHarness<
          String, Received<TrainingExample>, Received<Video>, Upsert<ModelRelease>>
      harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<TrainingExample>, Received<Video>, Upsert<ModelRelease>>
      harness() throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<
            String, Received<TrainingExample>, Received<Video>, Upsert<ModelRelease>>
        made =
            new KeyedTwoInputStreamOperatorTestHarness<>(
                new KeyedCoProcessOperator<>(new FusionTraining(CONFIG)),
                example -> FusionTraining.SHARD,
                video -> FusionTraining.SHARD,
                Types.STRING);
    made.setup(
        SerializedBy.upsert(ModelRelease.class)
            .createSerializer(made.getExecutionConfig().getSerializerConfig()));
    return made;
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void releasesAFusionThatTellsWhatDifferentUsersLikeByTheirPicture() throws Exception {
    catalogue();
    watchLong(0, 200);

    ModelRelease release = releases().getFirst();
    assertThat(release.getModel()).isEqualTo(MetaMmfRelease.MODEL);
    assertThat(release.getStep()).isEqualTo(200);
    assertThat(release.getLearnedUpTo()).isEqualTo(START.plusSeconds(199));
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
    assertThat(releases()).hasSize(1);

    watchLong(399, 400);

    assertThat(releases()).hasSize(2);
    assertThat(releases().get(1).getGeneration())
        .isNotEqualTo(releases().getFirst().getGeneration());
  }

  @Test
  void countsOnAfterARestoreAndGivesTheSameBits() throws Exception {
    catalogue();
    watchLong(0, 200);
    ModelRelease uninterrupted = releases().getFirst();
    harness.close();

    harness = harness();
    harness.open();
    catalogue();
    watchLong(0, 120);
    var snapshot = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(snapshot);
    harness.open();
    watchLong(120, 200);

    assertThat(releases().getFirst()).isEqualTo(uninterrupted);
  }

  @Test
  void learnsNothingFromVideosThatTheCatalogueDoesNotHave() throws Exception {
    watchLong(0, 200);

    assertThat(releases()).isEmpty();
  }

  @Test
  void forgetsTheLongViewsOfAnErasedUser() throws Exception {
    catalogue();
    watchLong(0, 199);
    int known = harness.numKeyedStateEntries();

    for (int user = 0; user < 20; user++) {
      harness.processElement1(Records.of(erasure("u" + user)), 0);
    }

    assertThat(harness.numKeyedStateEntries()).isLessThan(known); // the map of long views is empty
    watchLong(199, 200);
    assertThat(releases()).isEmpty();
  }

  @Test
  void learnsTheSameFusionAsIfAnErasedUserHadWatchedNothing() throws Exception {
    catalogue();
    watchLong(0, 190);
    harness.processElement1(Records.of(erasure("u3")), 0);
    watchLong(190, 200); // of users from u10 on
    ModelRelease forgotten = releases().getFirst();

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
    harness = harness();
    harness.open();
    catalogue();
    for (int i = 0; i < 200; i++) {
      TrainingExample example = example(i, video(i));
      harness.processElement1(
          Records.of(
              without && example.getUser().equals("u3")
                  ? TrainingExample.newBuilder(example).setUser("u4").setVideo("unknown").build()
                  : example),
          0);
    }
    return releases().getFirst();
  }

  /** Forty videos, the even ones with a picture of the left kind, the odd ones of the right. */
  private void catalogue() throws Exception {
    for (int v = 0; v < 40; v++) {
      float side = v % 2 == 0 ? 1 : -1;
      harness.processElement2(
          Records.of(
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
                  .build()),
          0);
    }
  }

  /** Twenty users; those with an even number watch even videos long, the others odd ones. */
  private void watchLong(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      harness.processElement1(Records.of(example(i, video(i))), 0);
    }
  }

  private static int video(int i) {
    int user = i % 20;
    return (2 * (i / 20) + 4 * user + user % 2) % 40;
  }

  private static TrainingExample erasure(String user) {
    return TrainingExample.newBuilder(example(0, 0)).setUser(user).setErasure(true).build();
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

  private List<ModelRelease> releases() {
    return harness.extractOutputValues().stream().map(Upsert::required).toList();
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
