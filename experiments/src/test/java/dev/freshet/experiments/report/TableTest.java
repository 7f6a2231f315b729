package dev.freshet.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsItsColumns() {
    var table =
        new Table(
            List.of("model", "AUC"), List.of(List.of("sasrec", "0.75"), List.of("ftrl", "0.7412")));

    assertThat(table.text())
        .isEqualTo(
            """
            model      AUC
            sasrec    0.75
            ftrl    0.7412
            """);
  }

  @Test
  void refusesARaggedRow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Table(List.of("a", "b"), List.of(List.of("1"))))
        .withMessageContaining("1 cells under a header of 2");
  }
}
