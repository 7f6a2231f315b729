package dev.freshet.models.paper.length;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PairwiseJudgeTest {

  private static final Judge NO_GRADES = new AbsoluteJudge(text -> OptionalDouble.of(0));

  @Test
  void removesTheFavourOfTheOrder() {
    // whoever is shown first wins with .7: a tie
    Judge judge = new PairwiseJudge((first, second) -> OptionalDouble.of(.7), NO_GRADES);

    assertThat(judge.logRatio("new", "old").orElseThrow()).isCloseTo(0, within(1e-12));
  }

  @Test
  void takesTheOddsOfTheMeanChance() {
    // the new one wins with .9 shown first and .7 shown second: odds of .8
    Judge judge =
        new PairwiseJudge(
            (first, second) -> OptionalDouble.of(first.equals("new") ? .9 : .3), NO_GRADES);

    assertThat(judge.logRatio("new", "old").orElseThrow()).isCloseTo(Math.log(4), within(1e-12));
  }

  @Test
  void clipsTheOdds() {
    Judge certain =
        new PairwiseJudge(
            (first, second) -> OptionalDouble.of(first.equals("new") ? 1 : 0), NO_GRADES);

    assertThat(certain.logRatio("new", "old").orElseThrow()).isCloseTo(Math.log(20), within(1e-12));
    assertThat(certain.logRatio("old", "new").orElseThrow())
        .isCloseTo(-Math.log(20), within(1e-12));
  }

  @Test
  void readsNoRatioWhereOneAnswerIsUnreadable() {
    Judge judge =
        new PairwiseJudge(
            (first, second) -> first.equals("new") ? OptionalDouble.of(.9) : OptionalDouble.empty(),
            NO_GRADES);

    assertThat(judge.logRatio("new", "old")).isEmpty();
  }
}
