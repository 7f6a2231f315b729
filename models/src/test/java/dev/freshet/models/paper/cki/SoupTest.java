package dev.freshet.models.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.net.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoupTest {

  private static final List<List<Parameter>> PARENTS =
      List.of(parent(0, 4), parent(4, 8), parent(2, -6));

  @Test
  void averagesAllParents() {
    assertThat(values(Soup.uniform(PARENTS))).containsExactly(2, 2);
  }

  @Test
  void weighsTheFirstAgainstTheOthers() {
    // .5 * 0 + .25 * 4 + .25 * 2, .5 * 4 + .25 * 8 - .25 * 6
    assertThat(values(Soup.line(PARENTS, 0.5))).containsExactly(1.5f, 2.5f);
    assertThat(values(Soup.line(PARENTS, 1))).containsExactly(0, 4);
  }

  @Test
  void takesGreedilyWhatDoesNoHarm() {
    // by the second value: the second parent is best, the first lowers the mean, so does the third
    assertThat(values(Soup.greedy(PARENTS, parameters -> values(parameters)[1])))
        .containsExactly(4, 8);
    // nearness to (2, 6): alone 2.8, 2.8, 12; the first two together are there
    assertThat(
            values(Soup.greedy(PARENTS, p -> -Math.hypot(values(p)[0] - 2.0, values(p)[1] - 6.0))))
        .containsExactly(2, 6);
  }

  private static List<Parameter> parent(float... values) {
    return List.of(new Parameter("w", values, values.length));
  }

  private static float[] values(List<Parameter> parameters) {
    return parameters.getFirst().values();
  }
}
