package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.Parameter;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GraphSageTest {
  // users 0, 1; videos 0, 1, 2, of which nobody likes the last: nodes 0, 1 and 2, 3, 4
  private static final InteractionSplit SPLIT =
      new InteractionSplit(
          3, new int[][] {{0, 1}, {1}}, new int[2][0], new int[2][0], new int[] {2});

  @Test
  void addsTheMeanOfTheNeighboursToTheNodeInBothLayers() {
    GraphSage graph = new GraphSage(SPLIT, 1, 1);
    float[] weights = {2, 1, 0.5f, 1, -1, 0}; // U1, V1, b1, U2, V2, b2
    for (int i = 0; i < weights.length; i++) {
      graph.parameters().get(i).values()[0] = weights[i];
    }

    float[] states = graph.forward(new float[] {1, 2, 3, 5, -4}, null);

    // first:  u0 2·4+1+.5 = 9.5, u1 2·5+2+.5 = 12.5; v0 2·1+3+.5 = 5.5, v1 2·1.5+5+.5 = 8.5,
    //         v2 -4+.5 = -3.5 -> -.035
    // second: u0 (5.5+8.5)/2-9.5 = -2.5, u1 8.5-12.5 = -4; v0 9.5-5.5 = 4, v1 11-8.5 = 2.5, v2 .035
    assertThat(states).containsExactly(new float[] {-2.5f, -4, 4, 2.5f, 0.035f}, within(1e-5f));
  }

  @Test
  void hasTheGradientThatSmallStepsMeasure() {
    int d = 3;
    GraphSage graph = new GraphSage(SPLIT, d, 2);
    SplittableRandom random = new SplittableRandom(4);
    float[] initial = floats(5 * d, random);
    float[] direction = floats(5 * d, random);
    graph.forward(initial, null);
    float[] byInitial = graph.backward(direction.clone());

    for (int i = 0; i < initial.length; i++) {
      float[] up = initial.clone();
      float[] down = initial.clone();
      up[i] += 1e-2f;
      down[i] -= 1e-2f;
      double measured = (loss(graph, up, direction) - loss(graph, down, direction)) / 2e-2;
      assertThat((double) byInitial[i]).isCloseTo(measured, within(5e-3));
    }
    for (int p = 0; p < graph.parameters().size(); p++) {
      Parameter parameter = graph.parameters().get(p);
      for (int i = 0; i < parameter.values().length; i++) {
        float held = parameter.values()[i];
        parameter.values()[i] = held + 1e-2f;
        double above = loss(graph, initial, direction);
        parameter.values()[i] = held - 1e-2f;
        double below = loss(graph, initial, direction);
        parameter.values()[i] = held;
        assertThat((double) graph.gradients().get(p)[i])
            .isCloseTo((above - below) / 2e-2, within(5e-3));
      }
    }
  }

  private static double loss(GraphSage graph, float[] initial, float[] direction) {
    float[] states = graph.forward(initial, null);
    double sum = 0;
    for (int i = 0; i < states.length; i++) {
      sum += (double) states[i] * direction[i];
    }
    return sum;
  }

  private static float[] floats(int size, SplittableRandom random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  @Test
  void dropsStatesInTrainingAlone() {
    GraphSage graph = new GraphSage(SPLIT, 64, 3);
    float[] initial = floats(5 * 64, new SplittableRandom(5));

    float[] trained = graph.forward(initial, new SplittableRandom(6)).clone();
    float[] served = graph.forward(initial, null);

    assertThat(zeros(trained)).isBetween(30, 100); // a fifth of 320
    assertThat(zeros(served)).isZero();
  }

  private static int zeros(float[] values) {
    int zeros = 0;
    for (float value : Arrays.copyOf(values, values.length)) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }
}
