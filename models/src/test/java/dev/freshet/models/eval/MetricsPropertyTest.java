package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.schemas.event.VideoId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class MetricsPropertyTest {

  private static final List<VideoId> CATALOGUE = new ArrayList<>();

  static {
    for (int i = 0; i < 12; i++) {
      CATALOGUE.add(new VideoId("v" + i));
    }
  }

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
    List<VideoId> ranked = new ArrayList<>(CATALOGUE);
    Collections.shuffle(ranked, random);
    Set<VideoId> relevant = new HashSet<>(ranked.subList(0, random.nextInt(ranked.size())));
    Collections.shuffle(ranked, random);

    assertThat(new NdcgAtK(k).evaluate(ranked, relevant)).isBetween(0.0, 1.0);
    assertThat(new RecallAtK(k).evaluate(ranked, relevant))
        .isBetween(0.0, new RecallAtK(k + 1).evaluate(ranked, relevant));
    assertThat(new HitRateAtK(k).evaluate(ranked, relevant))
        .isBetween(0.0, new HitRateAtK(k + 1).evaluate(ranked, relevant));
  }

  @Property(tries = 100, seed = "1")
  void aPerfectListHasAnNdcgOfOne(
      @ForAll @IntRange(min = 1, max = 12) int relevant,
      @ForAll @IntRange(min = 1, max = 15) int k) {
    Set<VideoId> first = new HashSet<>(CATALOGUE.subList(0, relevant));

    assertThat(new NdcgAtK(k).evaluate(CATALOGUE, first)).isCloseTo(1, within(1e-12));
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
