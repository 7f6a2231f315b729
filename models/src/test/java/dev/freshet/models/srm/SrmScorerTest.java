package dev.freshet.models.srm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.Catalogue;
import dev.freshet.models.EmbeddingRows;
import dev.freshet.models.ModelException;
import dev.freshet.models.ScorerContract;
import dev.freshet.models.ScoringContext;
import dev.freshet.models.srm.network.SequenceModel;
import dev.freshet.models.srm.network.SrmConfig;
import dev.freshet.models.srm.network.SrmNetwork;
import dev.freshet.schemas.event.UserId;
import dev.freshet.schemas.event.Video;
import dev.freshet.schemas.event.VideoId;
import dev.freshet.schemas.feature.FloatBytes;
import dev.freshet.schemas.feature.ModelRelease;
import dev.freshet.schemas.feature.Probe;
import dev.freshet.schemas.feature.Tensor;
import dev.freshet.schemas.feature.TrainingExample;
import dev.freshet.schemas.feature.UserState;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrmScorerTest implements ScorerContract {
  private static final int USER = 6;

  private static ModelRelease release = new ModelRelease();
  private static EmbeddingRows rows = (table, id) -> null;

  @BeforeAll
  static void trains() {
    try (SrmTrainer trainer = new SrmTrainer(TinyModel.config(1, 1), "g1", "tiny")) {
      TinyModel.batches(80, 11).forEach(b -> trainer.scoreThenLearn(b, TinyModel.CATALOGUE));
      release = trainer.release(Map.of("auc", 0.9), TinyModel.START);
      rows = TinyModel.rows(trainer);
    }
  }

  @Override
  public SrmScorer scorer() {
    return new SrmScorer(release, new ScoredVideos(rows, TinyModel.CATALOGUE));
  }

  @Override
  public ScoringContext user() {
    UserState state =
        UserState.newBuilder()
            .setUser("u" + USER)
            .setVersion(10)
            .setAsOf(TinyModel.START)
            .setPositives(TinyModel.positives(USER))
            .setSkips(TinyModel.skips(USER))
            .setCounters(TinyModel.counters())
            .build();
    return new ScoringContext(
        new UserId("u" + USER), state, "main", "phone", TinyModel.START.plusSeconds(9_000));
  }

  @Override
  public List<VideoId> videos() {
    return List.of(new VideoId("v2"), new VideoId("v5"), new VideoId("v10"), new VideoId("v11"));
  }

  @Test
  void ranksVideosOfTheUsersTasteFirst() {
    try (SrmScorer scorer = scorer()) {
      float[] scores = scorer.score(user(), videos()); // v2 and v10 have the user's tag

      assertThat(Math.min(scores[0], scores[2])).isGreaterThan(Math.max(scores[1], scores[3]));
    }
  }

  @ParameterizedTest
  @EnumSource
  void scoresWhatTheTrainerScoresNext(SequenceModel model) {
    try (SrmTrainer trainer = new SrmTrainer(TinyModel.config(model, 1, 1), "g1", "tiny")) {
      TinyModel.batches(20, 12).forEach(b -> trainer.scoreThenLearn(b, TinyModel.CATALOGUE));
      ModelRelease now = trainer.release(Map.of(), TinyModel.START);
      EmbeddingRows published = TinyModel.rows(trainer);
      TrainingExample next = TinyModel.batches(1, 13).getFirst().getFirst();

      float expected = trainer.scoreThenLearn(List.of(next), TinyModel.CATALOGUE)[0];

      try (SrmScorer scorer =
          new SrmScorer(now, new ScoredVideos(published, TinyModel.CATALOGUE))) {
        float[] served = scorer.probabilities(context(next), List.of(new VideoId(next.getVideo())));
        assertThat(served[0]).isCloseTo(expected, within(1e-4f));
      }
    }
  }

  @Test
  void seesRowsThatWereAdmittedOrChangedAfterAVideosFirstUse() {
    Map<String, float[]> changing = new HashMap<>();
    EmbeddingRows sparse = (table, id) -> changing.get(table + '/' + id);
    VideoId video = new VideoId("v2");
    try (SrmScorer scorer = new SrmScorer(release, new ScoredVideos(sparse, TinyModel.CATALOGUE))) {
      float[] without = scorer.videoVector(video);
      changing.put("video/v2", rows.row("video", "v2"));
      float[] admitted = scorer.videoVector(video);
      changing.put("video/v2", rows.row("video", "v5"));

      assertThat(without).containsOnly(0f);
      assertThat(admitted).isNotEqualTo(without);
      assertThat(scorer.videoVector(video)).isNotEqualTo(admitted);
    }
  }

  @Test
  void findsTheUsersTasteByDotProduct() {
    try (SrmScorer scorer = scorer()) {
      float[] user = scorer.userVector(user());

      assertThat(user).hasSize(9);
      assertThat(user[8]).isEqualTo(1);
      assertThat(dot(user, scorer.videoVector(new VideoId("v2"))))
          .isGreaterThan(dot(user, scorer.videoVector(new VideoId("v5"))));
    }
  }

  @ParameterizedTest
  @EnumSource
  void scoresWhatATrainerWithFusedHalvesScoresNext(SequenceModel model) {
    Catalogue fusing = new FusingCatalogue();
    SrmConfig config = TinyModel.config(model, 1, 1).withFused(4);
    try (SrmTrainer trainer = new SrmTrainer(config, "g1", "tiny")) {
      TinyModel.batches(20, 12).forEach(b -> trainer.scoreThenLearn(b, fusing));
      ModelRelease now = trainer.release(Map.of(), TinyModel.START);
      EmbeddingRows published = TinyModel.rows(trainer);
      TrainingExample next = TinyModel.batches(1, 13).getFirst().getFirst();

      float expected = trainer.scoreThenLearn(List.of(next), fusing)[0];

      assertThat(now.getFusion()).isEqualTo("f1");
      EmbeddingRows halves =
          (table, id) -> table.equals(EmbeddingRows.FUSED) ? fusing.fused(id) : null;
      try (SrmScorer scorer =
          new SrmScorer(now, new ScoredVideos(published, halves, TinyModel.CATALOGUE))) {
        float[] served = scorer.probabilities(context(next), List.of(new VideoId(next.getVideo())));
        assertThat(served[0]).isCloseTo(expected, within(1e-4f));
      }
    }
  }

  @Test
  void ranksVideosThatNobodyHasSeenByTheirFusedHalves() {
    Catalogue fusing = new FusingCatalogue();
    SrmConfig config = TinyModel.config(1, 1).withFused(4);
    try (SrmTrainer trainer = new SrmTrainer(config, "g1", "tiny")) {
      TinyModel.batches(120, 12).forEach(b -> trainer.scoreThenLearn(b, fusing));
      ModelRelease now = trainer.release(Map.of(), TinyModel.START);
      EmbeddingRows halves = (table, id) -> fusing.fused(id);
      EmbeddingRows published = TinyModel.rows(trainer);
      try (SrmScorer scorer =
          new SrmScorer(now, new ScoredVideos(published, halves, TinyModel.CATALOGUE))) {
        List<VideoId> unseen = List.of(new VideoId("v102"), new VideoId("v101")); // of tags 2 and 1

        float[] scores = scorer.score(user(), unseen); // the user's tag is 2

        assertThat(scores[0]).isGreaterThan(scores[1]);
        assertThat(dot(scorer.userVector(user()), scorer.videoVector(unseen.get(0))))
            .isGreaterThan(dot(scorer.userVector(user()), scorer.videoVector(unseen.get(1))));
      }
    }
  }

  /** The tiny catalogue with a fused vector that says a video's tag, also of videos it lacks. */
  private static final class FusingCatalogue implements Catalogue {

    @Override
    public @Nullable Video video(String id) {
      return TinyModel.CATALOGUE.video(id);
    }

    @Override
    public String fusion() {
      return "f1";
    }

    @Override
    public float[] fused(String id) {
      float[] half = new float[4];
      half[Integer.parseInt(id.substring(1)) % 4] = 3;
      return half;
    }
  }

  private static ScoringContext context(TrainingExample next) {
    UserState state =
        UserState.newBuilder()
            .setUser(next.getUser())
            .setVersion(1)
            .setAsOf(next.getShownAt())
            .setPositives(next.getPositives())
            .setSkips(next.getSkips())
            .setCounters(next.getCounters())
            .build();
    return new ScoringContext(
        new UserId(next.getUser()), state, next.getSurface(), "phone", next.getShownAt());
  }

  @Test
  void saysWhereItsWeightsComeFrom() {
    try (SrmScorer scorer = scorer()) {
      assertThat(scorer.provenance().model()).isEqualTo("sasrec");
      assertThat(scorer.provenance().generation()).isEqualTo("g1");
      assertThat(scorer.provenance().step()).isEqualTo(80);
      assertThat(scorer.provenance().dataset()).isEqualTo("tiny");
    }
  }

  @Test
  void refusesAReleaseWhoseProbeDisagrees() {
    Map<String, Tensor> outputs = new HashMap<>(release.getProbe().getOutputs());
    Tensor logits = requireNonNull(outputs.get(SrmNetwork.LOGITS));
    float[] wrong = FloatBytes.toArray(logits.getValues());
    wrong[0] += 0.01f;
    outputs.put(
        SrmNetwork.LOGITS, Tensor.newBuilder(logits).setValues(FloatBytes.of(wrong)).build());
    ModelRelease bad =
        ModelRelease.newBuilder(release)
            .setProbe(Probe.newBuilder(release.getProbe()).setOutputs(outputs).build())
            .build();

    assertThatThrownBy(() -> new SrmScorer(bad, new ScoredVideos(rows, TinyModel.CATALOGUE)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("logits[0]");
  }

  @Test
  void refusesANetworkThatIsNotOne() {
    ModelRelease bad =
        ModelRelease.newBuilder(release).setNetwork(ByteBuffer.wrap(new byte[] {1, 2})).build();

    assertThatThrownBy(() -> new SrmScorer(bad, new ScoredVideos(rows, TinyModel.CATALOGUE)))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("loading the network");
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
