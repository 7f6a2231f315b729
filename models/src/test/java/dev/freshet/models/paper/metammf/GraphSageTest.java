package dev.freshet.models.paper.metammf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GraphSageTest {
  // users 0, 1; videos 0, 1, 2, and nobody likes the last
  private static final InteractionSplit SPLIT =
      new InteractionSplit(
          3, new int[][] {{0, 1}, {1}}, new int[2][0], new int[2][0], new int[] {2});

  private GraphSage graph = new GraphSage(SPLIT, 1);

  @Test
  void addsTheMeanOfTheNeighboursToTheNodeInBothLayers() {
    float[] weights = {2, 1, 0.5f, 1, -1, 0}; // U1, V1, b1, U2, V2, b2
    List<Parameter> parameters = graph.initialise(1);
    for (int i = 0; i < weights.length; i++) {
      parameters.get(i).values()[0] = weights[i];
    }

    float[] states = states(parameters, new float[] {1, 2}, new float[] {3, 5, -4}, false);

    // first:  u0 2·4+1+.5 = 9.5, u1 2·5+2+.5 = 12.5; v0 2·1+3+.5 = 5.5, v1 2·1.5+5+.5 = 8.5,
    //         v2 -4+.5 = -3.5 -> -.035
    // second: u0 (5.5+8.5)/2-9.5 = -2.5, u1 8.5-12.5 = -4; v0 9.5-5.5 = 4, v1 11-8.5 = 2.5, v2 .035
    assertThat(states).containsExactly(new float[] {-2.5f, -4, 4, 2.5f, 0.035f}, within(1e-5f));
  }

  @Test
  void dropsStatesInTrainingAlone() {
    graph = new GraphSage(SPLIT, 64);
    List<Parameter> parameters = graph.initialise(3);
    float[] users = floats(2 * 64);
    float[] videos = floats(3 * 64);

    float[] trained = states(parameters, users, videos, true);
    float[] served = states(parameters, users, videos, false);

    assertThat(zeros(trained)).isBetween(30, 100); // a fifth of 320
    assertThat(zeros(served)).isZero();
  }

  private float[] states(
      List<Parameter> parameters, float[] users, float[] videos, boolean training) {
    List<Parameter> fixed = new ArrayList<>(parameters);
    fixed.addAll(graph.means());
    Tensors<HostTensor> inputs =
        new Tensors<HostTensor>()
            .put("users", new HostTensor.Floats(users, 2, users.length / 2))
            .put("videos", new HostTensor.Floats(videos, 3, videos.length / 3));
    try (TrainingStep step = new TrainingStep(List.of(), fixed, 1, 6)) {
      return step.evaluate(training ? this::trained : this::served, inputs)
          .tensor("states")
          .toFloats();
    }
  }

  private <T> Tensors<T> trained(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return states(ops, inputs, parameters, true);
  }

  private <T> Tensors<T> served(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return states(ops, inputs, parameters, false);
  }

  private <T> Tensors<T> states(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters, boolean training) {
    var first = new GraphSage.Vectors<>(inputs.tensor("users"), inputs.tensor("videos"));
    GraphSage.Vectors<T> last = graph.forward(ops, first, parameters, training);
    return new Tensors<T>().put("states", ops.concat(List.of(last.users(), last.videos()), 0));
  }

  private static float[] floats(int size) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  private static int zeros(float[] values) {
    int zeros = 0;
    for (float value : values) {
      zeros += value == 0 ? 1 : 0;
    }
    return zeros;
  }
}
