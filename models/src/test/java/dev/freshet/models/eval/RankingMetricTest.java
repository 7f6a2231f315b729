package dev.freshet.models.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.schemas.event.VideoId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RankingMetricTest {

  private static final List<VideoId> RANKED =
      Stream.of("a", "b", "c", "d").map(VideoId::new).toList();

  @Test
  void recallIsTheShareOfRelevantVideosFound() {
    assertThat(new RecallAtK(3).evaluate(RANKED, videos("a", "c", "d", "z"))).isEqualTo(0.5);
    assertThat(new RecallAtK(10).evaluate(RANKED, videos("a", "c", "d", "z"))).isEqualTo(0.75);
    assertThat(new RecallAtK(3).evaluate(RANKED, Set.of())).isZero();
  }

  @Test
  void hitRateIsOneWhereAnyRelevantVideoIsFound() {
    assertThat(new HitRateAtK(3).evaluate(RANKED, videos("c", "d"))).isEqualTo(1);
    assertThat(new HitRateAtK(2).evaluate(RANKED, videos("c", "d"))).isZero();
  }

  @Test
  void ndcgDiscountsLaterRanks() {
    // DCG = 1/log2(2) + 1/log2(4) = 1.5; ideal of three relevant = 1 + 1/log2(3) + 1/2 = 2.130930
    assertThat(new NdcgAtK(3).evaluate(RANKED, videos("a", "c", "z")))
        .isCloseTo(0.703918, within(1e-6));
  }

  @Test
  void ndcgCutsTheIdealListAtK() {
    // only one of the two relevant fits: DCG = ideal = 1
    assertThat(new NdcgAtK(1).evaluate(RANKED, videos("a", "b"))).isEqualTo(1);
    assertThat(new NdcgAtK(1).evaluate(RANKED, videos("b"))).isZero();
    assertThat(new NdcgAtK(1).evaluate(RANKED, Set.of())).isZero();
  }

  @Test
  void namesSayTheCutOff() {
    assertThat(
            Stream.of(new RecallAtK(5), new NdcgAtK(10), new HitRateAtK(1))
                .map(RankingMetric::name))
        .containsExactly("Recall@5", "NDCG@10", "HR@1");
  }

  @Test
  void refusesACutOffBelowOne() {
    assertThatThrownBy(() -> new NdcgAtK(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RecallAtK(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HitRateAtK(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<VideoId> videos(String... ids) {
    return Stream.of(ids).map(VideoId::new).collect(Collectors.toSet());
  }
}
