package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MetricsPropertyTest {

  private static final int ITEMS = 12;

  record Example(String user, float score, boolean positive) {}

  @Property(tries = 200, seed = "1")
  void aucAgreesWithCountingEveryPair(@ForAll("examples") List<Example> examples) {
    double wins = 0;
    long pairs = 0;
    for (Example p : examples) {
      for (Example n : examples) {
        if (p.positive && !n.positive) {
          pairs++;
          wins += p.score > n.score ? 1 : p.score == n.score ? 0.5 : 0;
        }
      }
    }

    double auc = scored(examples).evaluation().auc();

    if (pairs == 0) {
      assertThat(auc).isNaN();
    } else {
      assertThat(auc).isBetween(0.0, 1.0).isCloseTo(wins / pairs, within(1e-12));
    }
  }

  @Property(tries = 200, seed = "1")
  void metricsDoNotDependOnTheOrderOfExamples(
      @ForAll("examples") List<Example> examples, @ForAll Random random) {
    List<Example> shuffled = new ArrayList<>(examples);
    Collections.shuffle(shuffled, random);

    Evaluation one = scored(examples).evaluation();
    Evaluation other = scored(shuffled).evaluation();

    assertThat(rounded(other)).isEqualTo(rounded(one));
  }

  @Property(tries = 200, seed = "1")
  void theWindowEvaluatesTheLastExamplesOnly(
      @ForAll("examples") List<Example> examples, @ForAll @IntRange(min = 1, max = 20) int window) {
    ProgressiveEvaluation progressive = new ProgressiveEvaluation(window);

    examples.forEach(e -> progressive.add(e.user, e.score, e.positive));

    List<Example> last = examples.subList(Math.max(0, examples.size() - window), examples.size());
    Evaluation expected = scored(last).evaluation();
    Evaluation actual = progressive.evaluation();
    assertThat(progressive.added()).isEqualTo(examples.size());
    assertThat(rounded(actual)).isEqualTo(rounded(expected));
  }

  @Property(tries = 200, seed = "1")
  void aListsMetricsLieBetweenZeroAndOneAndGrowWithTheCutOff(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int k) {
    Rankings ranked = ranked(random, random.nextInt(1, ITEMS));

    assertThat(ranked.ndcg(k)[0]).isBetween(0.0, 1.0);
    assertThat(ranked.auc()[0]).isBetween(0.0, 1.0);
    assertThat(ranked.recall(k)[0]).isBetween(0.0, ranked.recall(k + 1)[0]);
    assertThat(ranked.hitRate(k)[0]).isBetween(0.0, ranked.hitRate(k + 1)[0]);
  }

  @Property(tries = 200, seed = "1")
  void theAucOfAListIsThatOfItsScores(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 11) int relevant) {
    float[] scores = new float[ITEMS];
    boolean[] positive = new boolean[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      scores[item] = random.nextFloat();
      positive[item] = item < relevant;
    }

    double auc = task(relevant).rank(user -> scores).auc()[0];

    assertThat(auc).isCloseTo(Auc.of(scores, positive), within(1e-12));
  }

  @Property(tries = 100, seed = "1")
  void aPerfectListHasAnNdcgOfOne(
      @ForAll @IntRange(min = 1, max = 12) int relevant,
      @ForAll @IntRange(min = 1, max = 15) int k) {
    float[] scores = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      scores[item] = -item;
    }

    assertThat(task(relevant).rank(user -> scores).ndcg(k)[0]).isCloseTo(1, within(1e-12));
  }

  private static Rankings ranked(Random random, int relevant) {
    float[] scores = new float[ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      scores[item] = random.nextInt(5);
    }
    return task(relevant).rank(user -> scores);
  }

  /** One user, who looks for the first items. */
  private static RankingTask task(int relevant) {
    return new RankingTask(
        ITEMS, new int[1][0], new int[][] {IntStream.range(0, relevant).toArray()});
  }

  @Provide
  Arbitrary<List<Example>> examples() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 10),
            Arbitraries.of(true, false))
        .as((user, score, positive) -> new Example("u" + user, score / 10f, positive))
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  /** Without the last bits, in which sums differ with their order; NaN equals NaN in a record. */
  private static Evaluation rounded(Evaluation e) {
    return new Evaluation(
        e.examples(), (float) e.auc(), (float) e.gauc(), Math.rint(e.logLoss() * 1e9));
  }

  private static ScoredLabels scored(List<Example> examples) {
    ScoredLabels labels = new ScoredLabels();
    examples.forEach(e -> labels.add(e.user, e.score, e.positive));
    return labels;
  }
}
