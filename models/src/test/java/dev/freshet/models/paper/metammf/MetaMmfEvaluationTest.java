package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.eval.Rankings;
import dev.freshet.models.paper.metammf.MetaMmfEvaluation.Outcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetaMmfEvaluationTest {

  @Test
  void ranksEveryVideoButTheUsersOwnTrainingVideos() {
    // one component: scores of the user are 30, 29, ..., 1; the user has trained on the first
    float[] videos = new float[30];
    for (int i = 0; i < 30; i++) {
      videos[i] = 30 - i;
    }
    var split =
        new InteractionSplit(
            30,
            new int[][] {{0}, {}},
            new int[2][0],
            new int[][] {{2, 10, 11, 29}, {}},
            new int[] {5});
    var pair = new MetaMmfModel.Vectors(1, new float[] {1, 1}, videos);

    Rankings ranked = MetaMmfEvaluation.rank(pair, split, split.test());

    // places of 2, 10, 11, 29 without 0: 2, 10, 11, 29; the user without test videos is skipped
    assertThat(ranked.users()).containsExactly(0);
    assertThat(ranked.recall(10)).containsExactly(0.5);
    assertThat(ranked.recall(20)).containsExactly(0.75);
    assertThat(ranked.precision(10)).containsExactly(0.2);
    assertThat(ranked.pooledHitRatio(20)).isEqualTo(0.75);
    // (1/log2 3 + 1/log2 11) / (1 + 1/log2 3 + 1/2 + 1/log2 5) = 0.919995 / 2.561606
    assertThat(ranked.ndcg(10)[0]).isCloseTo(0.359148, within(1e-5));
  }

  @Test
  void beatsPopularityOnATinyFeedAndStopsAtTheBestEpoch() {
    TinyFeed.Planted planted = TinyFeed.planted();
    InteractionSplit split = TinyFeed.split(planted);
    int[] counts = split.trainCounts();
    float[] popularity = new float[counts.length];
    for (int video = 0; video < counts.length; video++) {
      popularity[video] = counts[video];
    }
    float[] ones = new float[split.users()];
    Arrays.fill(ones, 1);
    double ofPopularity =
        Rankings.mean(
            MetaMmfEvaluation.rank(
                    new MetaMmfModel.Vectors(1, ones, popularity), split, split.test())
                .recall(10));

    Outcome outcome =
        MetaMmfEvaluation.train(
            TinyFeed.config(Fusion.CANONICAL_POLYADIC), planted.vectors(), split, (e, n) -> {});

    try (MetaMmfModel model = outcome.model()) {
      double recall =
          Rankings.mean(MetaMmfEvaluation.rank(outcome.vectors(), split, split.test()).recall(10));
      double best = outcome.curve().get(outcome.best());
      assertThat(recall).isGreaterThan(1.2 * ofPopularity);
      assertThat(outcome.curve()).allMatch(ndcg -> ndcg <= best);
      assertThat(outcome.epochsTo(best)).isEqualTo(outcome.best() + 1);
      assertThat(outcome.epochsTo(2)).isEqualTo(outcome.curve().size() + 1);
      assertThat(model.vectors().videos()).containsExactly(outcome.vectors().videos());
    }
  }
}
