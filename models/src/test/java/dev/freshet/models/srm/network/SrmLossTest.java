package dev.freshet.models.srm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.train.StepOutcome;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.srm.TinyModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SrmLossTest {
  private static final SrmConfig CONFIG = TinyModel.config(1, 1);
  private static final int L = CONFIG.historyLength();
  private static final int D = CONFIG.width();

  private final SrmNetwork network = new SrmNetwork(CONFIG);

  @Test
  void aFirstOrderSumTakesTheDerivativeOfTheWeightedCrossEntropy() {
    Tensors<HostTensor> inputs = inputs(new float[] {0.7f, 0, 0, 4});

    try (TrainingStep step = TrainingStep.fixed(parameters())) {
      StepOutcome outcome = step.step(new SrmLoss(network), inputs, Set.of(SrmNetwork.LINEAR));

      // with no rows a logit is its linear sum and the bias, -0.7 for long views and -4 for likes
      assertThat(outcome.values().tensor(Loss.LOGITS).toFloats())
          .containsExactly(new float[] {0, -4, -0.7f, 0}, within(1e-6f));
      // w (σ(x) - y): 2 (0.5 - 1), 0.5 (0.017986 - 0), 2 (0.331812 - 0), 0.5 (0.5 - 1)
      assertThat(outcome.gradients().tensor(SrmNetwork.LINEAR))
          .containsExactly(new float[] {-1, 0.008993f, 0.663624f, -0.25f}, within(1e-5f));
      // 2 · 0.693147 + 0.5 · 0.018150 + 2 · 0.403186 + 0.5 · 0.693147
      assertThat(outcome.values().tensor(Loss.LOSS).toFloats())
          .containsExactly(new float[] {2.548315f}, within(1e-4f));
    }
  }

  @Test
  void aPastCountsWhereThereAreInteractionsOnly() {
    float[] linear = new float[L];
    float[] labels = new float[L];
    float[] weights = new float[L];
    float[] mask = new float[L];
    linear[L - 1] = 1;
    labels[L - 2] = 1;
    Arrays.fill(mask, L - 2, L, 1);
    Arrays.fill(weights, L - 2, L, 3);
    Tensors<HostTensor> inputs =
        inputs(new float[4])
            .put(SrmNetwork.PAST_HISTORY, new HostTensor.Floats(new float[L * D], 1, L, D))
            .put(SrmNetwork.PAST_ITEMS, new HostTensor.Floats(new float[L * D], 1, L, D))
            .put(SrmNetwork.PAST_MASK, new HostTensor.Floats(mask, 1, L))
            .put(SrmNetwork.PAST_LINEAR, new HostTensor.Floats(linear, 1, L))
            .put(SrmLoss.PAST_LABELS, new HostTensor.Floats(labels, 1, L))
            .put(SrmLoss.PAST_WEIGHTS, new HostTensor.Floats(weights, 1, L));

    try (TrainingStep step = TrainingStep.fixed(parameters())) {
      float[] gradient =
          step.step(new SrmLoss(network), inputs, SrmLoss.ofRows(inputs))
              .gradients()
              .tensor(SrmNetwork.PAST_LINEAR);

      float[] expected = new float[L];
      expected[L - 2] = 3 * (0.5f - 1);
      expected[L - 1] = 3 * 0.731059f;
      assertThat(gradient).containsExactly(expected, within(1e-5f));
    }
  }

  @Test
  void knowsWhichInputsAreMadeOfRows() {
    assertThat(SrmLoss.ofRows(inputs(new float[4])))
        .containsExactlyInAnyOrder(
            SrmNetwork.HISTORY, SrmNetwork.CONTEXT, SrmNetwork.CANDIDATE, SrmNetwork.LINEAR);
  }

  /** Two examples without rows, histories and features: a long view, and a like. */
  private static Tensors<HostTensor> inputs(float[] linear) {
    SrmInputs zeros = SrmInputs.zeros(CONFIG, 2, 2);
    System.arraycopy(linear, 0, zeros.linear(), 0, linear.length);
    return zeros
        .tensors(CONFIG)
        .put(SrmLoss.LABELS, new HostTensor.Floats(new float[] {1, 0, 0, 1}, 2, 2))
        .put(SrmLoss.WEIGHTS, new HostTensor.Floats(new float[] {2, 0.5f, 2, 0.5f}, 2, 2));
  }

  private List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(network.initialise(1));
    all.add(new Parameter(SrmNetwork.MEAN, new float[D], D));
    return all;
  }
}
