package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankingTaskTest {

  /** Six items; the first user knows item 0 and looks for 1, 3 and 5, the second for 2. */
  private static final RankingTask TASK =
      new RankingTask(6, new int[][] {{0}, {}, {4}}, new int[][] {{1, 3, 5}, {2}, {}});

  /** 0 > 1 > 2 > 3 > 4 > 5, whoever asks. */
  private static final float[] FALLING = {6, 5, 4, 3, 2, 1};

  @Test
  void ranksAllItemsButTheKnownOnesAndSkipsUsersWithNothingToFind() {
    Rankings ranked = TASK.rank(user -> FALLING);

    assertThat(ranked.users()).containsExactly(0, 1);
    assertThat(ranked.lists().get(0).ranks()).containsExactly(1, 3, 5);
    assertThat(ranked.lists().get(0).others()).isEqualTo(2);
    assertThat(ranked.lists().get(1).ranks()).containsExactly(3);
    assertThat(ranked.lists().get(1).others()).isEqualTo(5);
  }

  @Test
  void putsAnItemAmidItsEquals() {
    Rankings ranked = TASK.rank(user -> new float[6]);

    // 1, 3 and 5 with two others: one other above, one below; 2 with five others: two above
    assertThat(ranked.lists().get(0).ranks()).containsExactly(2, 3, 4);
    assertThat(ranked.lists().get(1).ranks()).containsExactly(3);
  }

  @Test
  void judgesAListByEachMetric() {
    Rankings ranked = TASK.rank(user -> FALLING);

    assertThat(ranked.recall(3)).containsExactly(2 / 3.0, 1);
    assertThat(ranked.precision(2)).containsExactly(0.5, 0);
    assertThat(ranked.hitRate(2)).containsExactly(1, 0);
    assertThat(ranked.reciprocalRank()).containsExactly(1, 1 / 3.0);
    // (1 + 1/2) / (1 + 1/log2 3 + 1/2) = 1.5 / 2.130930; 1/log2 4 / 1
    assertThat(ranked.ndcg(3)).containsExactly(new double[] {0.703918, 0.5}, within(1e-6));
    // pairs lost: 3 of 6; 2 of 5
    assertThat(ranked.auc()).containsExactly(new double[] {0.5, 0.6}, within(1e-12));
    assertThat(ranked.gauc()).isCloseTo((3 * 0.5 + 0.6) / 4, within(1e-12));
    assertThat(ranked.pooledHitRatio(3)).isEqualTo(0.75);
    assertThat(Rankings.mean(ranked.recall(3))).isCloseTo(5 / 6.0, within(1e-12));
  }

  @Test
  void cutsTheIdealListAtK() {
    // only one of three fits: DCG = ideal = 1
    assertThat(TASK.rank(user -> FALLING).ndcg(1)).containsExactly(1, 0);
  }

  @Test
  void looksAmongSomeOfTheItems() {
    RankingTask some = TASK.among(new boolean[] {true, false, true, true, false, true});

    Rankings ranked = some.rank(user -> FALLING);

    assertThat(ranked.lists().get(0).ranks()).containsExactly(2, 3);
    assertThat(ranked.lists().get(1).ranks()).containsExactly(2);
  }

  @Test
  void asksSomeOfTheUsers() {
    assertThat(TASK.everyNth(2).rank(user -> FALLING).users()).containsExactly(0);
  }

  @Test
  void looksForThePositivesOfEachUsersExamples() {
    ScoredLabels labels = new ScoredLabels();
    labels.add("ann", 0.9f, false);
    labels.add("bob", 0.5f, true); // without a negative
    labels.add("ann", 0.7f, true);
    labels.add("ann", 0.8f, true);

    Rankings ranked = labels.rankings();

    assertThat(ranked.users()).containsExactly(0);
    assertThat(ranked.lists().getFirst().ranks()).containsExactly(2, 3);
  }

  @Test
  void refusesACutOffBelowOneAndPartsOfOtherUsers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TASK.rank(user -> FALLING).ndcg(0))
        .withMessage("the cut-off rank must be at least 1: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RankingTask(1, new int[2][0], new int[1][0]))
        .withMessage("known items of 2 users, relevant ones of 1");
  }
}
