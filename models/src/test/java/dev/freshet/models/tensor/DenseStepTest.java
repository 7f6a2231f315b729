package dev.freshet.models.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.onnx.OnnxModel;
import dev.freshet.models.onnx.OnnxOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class DenseStepTest {

  @Test
  void givesALogitWithoutLearning() {
    List<Parameter> weights = weights();
    try (DenseStep step = new DenseStep(weights, List.of(), new Adam(0.1f, weights))) {
      // 2 * 1 + 3 * -1
      assertThat(step.logits(task())).containsExactly(-1);

      assertThat(weights.getFirst().values()).containsExactly(1, -1);
    }
  }

  @Test
  void threadsLearnBesideEachOtherAsEachWouldAlone() throws Exception {
    float[] alone = learned();
    List<Callable<float[]>> several = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      several.add(DenseStepTest::learned);
    }

    List<Future<float[]>> learned;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      learned = threads.invokeAll(several);
    }

    for (Future<float[]> each : learned) {
      assertThat(each.get()).containsExactly(alone);
    }
    assertThat(alone[0]).isGreaterThan(1);
  }

  @Test
  void theExponentialIsTheSameWhereItIsServed() {
    Network network = new Exponential();
    Tensors<FloatTensor> inputs =
        new Tensors<FloatTensor>().put("x", new FloatTensor(new float[] {0, 1, -2}, 3));

    float[] here;
    try (DenseStep step = new DenseStep(List.of(), List.of(), new Adam(1, List.of()))) {
      here = step.run(network, inputs).tensor("y").values();
    }
    float[] served;
    try (OnnxModel onnx = new OnnxModel("exp", OnnxOps.export("exp", network, List.of()))) {
      served = onnx.run(inputs, Set.of("y")).tensor("y").values();
    }

    assertThat(here).containsExactly(new float[] {1, 2.7182817f, 0.13533528f}, within(1e-6f));
    assertThat(served).containsExactly(here, within(1e-6f));
  }

  /** Weights after two hundred steps towards a greater logit. */
  private static float[] learned() {
    List<Parameter> weights = weights();
    try (DenseStep step = new DenseStep(weights, List.of(), new Adam(0.01f, weights))) {
      for (int i = 0; i < 200; i++) {
        step.learn(List.of(task()));
      }
    }
    return weights.getFirst().values();
  }

  private static List<Parameter> weights() {
    return List.of(new Parameter("w", new float[] {1, -1}, 2, 1));
  }

  private static DenseStep.Task task() {
    return new DenseStep.Task(
        (ops, inputs, parameters) -> ops.matmul(inputs.tensor("x"), parameters.tensor("w")),
        new Tensors<FloatTensor>().put("x", new FloatTensor(new float[] {2, 3}, 1, 2)),
        logits -> new float[] {-1},
        List.of());
  }

  private record Exponential() implements Network {

    @Override
    public List<Parameter> initialise(long seed) {
      return List.of();
    }

    @Override
    public Map<String, long[]> inputs() {
      return Map.of("x", new long[] {CANDIDATES});
    }

    @Override
    public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", ops.exp(inputs.tensor("x")));
    }
  }
}
