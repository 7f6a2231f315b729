package dev.freshet.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.freshet.experiments.report.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPageTest {

  private static final ModelPage PAGE =
      new ModelPage(
          List.of(
              "# Model",
              "<!-- table: claims -->",
              "| old |",
              "<!-- end -->",
              "Words.",
              "<!-- table: speed -->",
              "| kept |",
              "<!-- end -->"));

  @Test
  void writesAGivenTableIntoItsPlaceAndLeavesTheRest() {
    Table table = new Table(List.of("claim", "measured"), List.of(List.of("a", "1")));

    ModelPage written = PAGE.with(Map.of("claims", table));

    assertThat(written.text())
        .isEqualTo(
            """
            # Model
            <!-- table: claims -->
            | claim | measured |
            | --- | ---: |
            | a | 1 |
            <!-- end -->
            Words.
            <!-- table: speed -->
            | kept |
            <!-- end -->
            """);
    assertThat(written.tables()).containsExactly("claims", "speed");
  }

  @Test
  void refusesAPlaceThatDoesNotEnd() {
    var open = new ModelPage(List.of("<!-- table: claims -->", "| old |"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open.with(Map.of()))
        .withMessage("the table claims does not end");
  }
}
