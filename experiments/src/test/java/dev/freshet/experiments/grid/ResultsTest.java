package dev.freshet.experiments.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.experiments.claim.Measured;
import dev.freshet.experiments.report.Axis;
import dev.freshet.models.eval.ScoredLabels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final Results USERS =
      results(
          Grid.SeedUnits.SAME,
          Map.of(
              "good", List.of(recall(1, 1, 1, 0), recall(1, 1, 0, 0)),
              "bad", List.of(recall(0, 0, 0, 0), recall(0, 0, 1, 0))));

  @Test
  void takesTheMeanOverUnitsAndSeeds() {
    assertThat(USERS.mean("good", "R@10")).isEqualTo(0.625);
    assertThat(USERS.bySeed("good", "R@10")).containsExactly(0.75, 0.5);
    assertThat(USERS.best(List.of("bad", "good"), "R@10")).isEqualTo("good");
    assertThat(USERS.figure("good", "epochs")).isEqualTo(2);
  }

  @Test
  void comparesTheMeansOfUnitsOverSeeds() {
    // user by user 1, 1, 0, 0
    Measured above = USERS.above("good", "bad", "R@10");

    assertThat(above.value()).isCloseTo(0.5, within(1e-12));
    assertThat(above.low()).isBetween(-0.01, 0.26);
    assertThat(above.high()).isBetween(0.74, 1.01);
  }

  @Test
  void drawsSeedsAsWellWhereEachHasUnitsOfItsOwn() {
    Results catalogues =
        results(
            Grid.SeedUnits.OWN,
            Map.of(
                "good", List.of(recall(1, 1), recall(1, 1, 1)),
                "bad", List.of(recall(0, 0), recall(1, 1, 1))));

    Measured above = catalogues.above("good", "bad", "R@10");

    // one catalogue says 1, the other 0: a mean of .5, and anything in between when drawn
    assertThat(above.value()).isEqualTo(0.5);
    assertThat(above.low()).isZero();
    assertThat(above.high()).isEqualTo(1);
  }

  @Test
  void comparesTheMeanOfAllSeedsWithAnArmThatIsRunOnce() {
    // of 20 users the first seed orders all right, the second 4, the other arm 10: GAUC 1 and .2
    // against .5, on average .1 above it, where the first seed alone is .5 above
    Results labels =
        results(
            Grid.SeedUnits.SAME,
            Map.of("model", List.of(right(20), right(4)), "baseline", List.of(right(10))));

    assertThat(labels.above("model", "baseline", Results.GAUC).value())
        .isCloseTo(0.1, within(1e-9));
    assertThat(labels.mean("baseline", Results.GAUC)).isEqualTo(0.5);
  }

  @Test
  void findsNothingAboveAnArmThatScoresAlike() {
    Results labels =
        results(
            Grid.SeedUnits.SAME,
            Map.of("model", List.of(right(20), right(20)), "baseline", List.of(right(20))));

    assertThat(labels.above("model", "baseline", Results.AUC).signed())
        .isEqualTo("+0.0000 [+0.0000, +0.0000]");
  }

  @Test
  void showsARowForEachArmAndACurveForSome() {
    assertThat(
            USERS
                .table(
                    "arm",
                    List.of("good", "bad"),
                    Column.spread("R@10"),
                    Column.first("epochs", "epochs", 0),
                    Column.above("R@10", "bad"))
                .rows())
        .satisfiesExactly(
            good ->
                assertThat(good)
                    .startsWith("good", "0.6250 ± 0.1250", "1")
                    .last()
                    .asString()
                    .startsWith("+0.5000 ["),
            bad -> assertThat(bad).containsExactly("bad", "0.1250 ± 0.1250", "1", ""));
    assertThat(
            USERS
                .plot("epochs", Axis.of("n"), "epochs", "epochs", 1, List.of("good"))
                .series()
                .getFirst()
                .points())
        .extracting(point -> point.x())
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void saysWhichArmsAndMetricsThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> USERS.of("none"))
        .withMessageStartingWith("no arm none among ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> USERS.mean("good", "R@5"))
        .withMessage("no R@5 among [R@10]");
  }

  private static Results results(Grid.SeedUnits units, Map<String, List<Units>> byArm) {
    return new Results("tiny", byArm, units);
  }

  private static Units recall(double... values) {
    return Units.of("R@10", values).with("epochs", 1, 2, 3);
  }

  /** Twenty users with a long view and a skip each; the first ones have theirs in order. */
  private static Units right(int users) {
    ScoredLabels labels = new ScoredLabels();
    for (int user = 0; user < 20; user++) {
      labels.add("u" + user, user < users ? 0.9f : 0.1f, true);
      labels.add("u" + user, 0.5f, false);
    }
    return Units.of(labels);
  }
}
