package dev.freshet.models.net.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TrainingStepTest {
  private static final AdamConfig ADAM = AdamConfig.adam(0.1);

  @Test
  void givesTheGradientOfAnInputAndTheLoss() {
    try (TrainingStep step = step(ADAM, Double.POSITIVE_INFINITY)) {
      // loss = (2w₁ + 3w₂)² = 1 at w = (1, -1); by x: 2 * -1 * w
      StepOutcome outcome = step.step(TrainingStepTest::square, inputs(), Set.of("x"));

      assertThat(outcome.values().tensor(Loss.LOSS).toFloats()).containsExactly(1);
      assertThat(outcome.gradients().tensor("x")).containsExactly(-2, 2);
    }
  }

  @Test
  void adamMovesEachWeightByTheRateAtTheFirstStep() {
    try (TrainingStep step = step(ADAM, Double.POSITIVE_INFINITY)) {
      step.step(TrainingStepTest::square, inputs(), Set.of());

      // both derivatives are negative: -4 and -6
      assertThat(weights(step)).containsExactly(new float[] {1.1f, -0.9f}, within(1e-6f));
    }
  }

  @Test
  void weightsDecayBesideTheGradientInAdamW() {
    try (TrainingStep step = step(AdamConfig.adamW(0.1, 0.5), Double.POSITIVE_INFINITY)) {
      step.step(TrainingStepTest::square, inputs(), Set.of());

      // w * (1 - 0.1 * 0.5) + 0.1
      assertThat(weights(step)).containsExactly(new float[] {1.05f, -0.85f}, within(1e-6f));
    }
  }

  @Test
  void clippingKeepsTheDirectionOfTheGradient() {
    try (TrainingStep clipped = step(ADAM, 1e-8)) {
      clipped.step(TrainingStepTest::square, inputs(), Set.of());

      // gradient -(4, 6) at norm 1e-8 is near ε = 1e-8: g / (g + ε√(1-β₂)) is all but 1
      // without the correction of ε as in step size · √(1-β₂) / (1-β₁) · m / (√v + ε)
      double unit = 1e-8 / Math.sqrt(52);
      double first = 0.1 * Math.sqrt(0.001) / 0.1 * 0.1 * 4 * unit;
      double moved = first / (Math.sqrt(0.001) * 4 * unit + 1e-8);
      assertThat(weights(clipped)[0]).isCloseTo((float) (1 + moved), within(1e-5f));
    }
  }

  @Test
  void aScheduleScalesTheRate() {
    try (TrainingStep step =
        step(ADAM.with(LearningSchedule.cosine(2, 4)), Double.POSITIVE_INFINITY)) {
      step.step(TrainingStepTest::square, inputs(), Set.of());

      assertThat(weights(step)).containsExactly(new float[] {1.05f, -0.95f}, within(1e-6f));
    }
  }

  @Test
  void theCosineRisesAndFalls() {
    LearningSchedule schedule = LearningSchedule.cosine(2, 4);

    assertThat(schedule.factor(1)).isEqualTo(0.5);
    assertThat(schedule.factor(2)).isEqualTo(1);
    assertThat(schedule.factor(3)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.factor(9)).isZero();
  }

  @Test
  void refusesAGradientThatIsNotFinite() {
    try (TrainingStep step = step(ADAM, 1)) {
      Tensors<HostTensor> broken =
          new Tensors<HostTensor>()
              .put("x", new HostTensor.Floats(new float[] {Float.NaN, 1}, 1, 2));

      StepOutcome outcome = step.step(TrainingStepTest::square, broken, Set.of());

      assertThat(outcome.taken()).isFalse();
      assertThat(step.refused()).isOne();
      assertThat(weights(step)).containsExactly(1, -1);
    }
  }

  @Test
  void goesOnFromWhatItSavedWithTheSameBits() {
    try (TrainingStep one = step(ADAM, 1);
        TrainingStep other = step(ADAM, 1)) {
      for (int i = 0; i < 3; i++) {
        one.step(TrainingStepTest::dropped, inputs(), Set.of());
      }
      other.restore(one.save());
      for (int i = 0; i < 3; i++) {
        one.step(TrainingStepTest::dropped, inputs(), Set.of());
        other.step(TrainingStepTest::dropped, inputs(), Set.of());
      }

      assertThat(other.save()).isEqualTo(one.save());
      assertThatThrownBy(() -> other.restore(new byte[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("3 bytes");
    }
  }

  @Test
  void threadsLearnBesideEachOtherAsEachWouldAlone() throws Exception {
    float[] alone = learned();
    List<Callable<float[]>> several = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      several.add(TrainingStepTest::learned);
    }

    List<Future<float[]>> learned;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      learned = threads.invokeAll(several);
    }

    for (Future<float[]> each : learned) {
      assertThat(each.get()).containsExactly(alone);
    }
  }

  @Test
  void lossesHaveTheirTextbookValues() {
    try (TrainingStep step = step(ADAM, 1)) {
      Tensors<HostTensor> values =
          step.evaluate(
              TrainingStepTest::losses,
              new Tensors<HostTensor>()
                  .put("logits", new HostTensor.Floats(new float[] {0, 2, -1, 1}, 2, 2))
                  .put("classes", new HostTensor.Longs(new long[] {1, 0}, 2))
                  .put("labels", new HostTensor.Floats(new float[] {0, 1, 0, 0.5f}, 2, 2)));

      // both rows: log(1 + e^±2)
      assertThat(values.tensor("crossEntropy").toFloats())
          .containsExactly(new float[] {0.126928f, 2.126928f}, within(1e-5f));
      // log 2, log(1 + e²) - 2, log(1 + e⁻¹), log(1 + e) - ½
      assertThat(values.tensor("binary").toFloats())
          .containsExactly(new float[] {0.693147f, 0.126928f, 0.313262f, 0.813262f}, within(1e-5f));
      assertThat(values.tensor("log").toFloats())
          .containsExactly(
              new float[] {-2.126928f, -0.126928f, -2.126928f, -0.126928f}, within(1e-5f));
    }
  }

  @Test
  void noGradientFlowsWhereItIsStopped() {
    try (TrainingStep step = step(ADAM, Double.POSITIVE_INFINITY)) {
      StepOutcome outcome = step.step(TrainingStepTest::stopped, inputs(), Set.of("x"));

      // loss = sum(x * stop(x)): the derivative is x, not 2x
      assertThat(outcome.gradients().tensor("x")).containsExactly(2, 3);
    }
  }

  @Test
  void adamFollowsThePaperInTheSecondStep() {
    try (TrainingStep step = step(ADAM, Double.POSITIVE_INFINITY)) {
      step.step(TrainingStepTest::scaled, scale(1), Set.of());
      step.step(TrainingStepTest::scaled, scale(-1), Set.of());

      // m = 0.9 · 0.1 - 0.1 = -0.01, m̂ = -0.01 / 0.19; v̂ = 0.001999 / 0.001999 = 1
      float moved = -0.1f + 0.1f * 0.01f / 0.19f;
      assertThat(weights(step)).containsExactly(new float[] {1 + moved, -1 + moved}, within(1e-5f));
    }
  }

  @Test
  void aReplacedParameterIsTrainedOnWithTheStateOfAdam() {
    try (TrainingStep one = step(ADAM, Double.POSITIVE_INFINITY);
        TrainingStep fresh = step(ADAM, Double.POSITIVE_INFINITY)) {
      one.step(TrainingStepTest::scaled, scale(1), Set.of());

      one.replace(new Parameter("w", new float[] {5, 6}, 2, 1));
      assertThat(weights(one)).containsExactly(5, 6);
      one.step(TrainingStepTest::scaled, scale(-1), Set.of());
      fresh.replace(new Parameter("w", new float[] {5, 6}, 2, 1));
      fresh.step(TrainingStepTest::scaled, scale(-1), Set.of());

      assertThat(weights(fresh)).containsExactly(new float[] {5.1f, 6.1f}, within(1e-5f));
      assertThat(weights(one)[0]).isCloseTo(5 + 0.1f * 0.01f / 0.19f, within(1e-5f));
      assertThatThrownBy(() -> one.replace(new Parameter("v", new float[] {1}, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("v");
    }
  }

  @Test
  void aFixedParameterKeepsItsValuesUntilItIsReplaced() {
    try (TrainingStep step =
        new TrainingStep(List.of(), List.of(new Parameter("w", new float[] {1, -1}, 2, 1)), 1, 0)) {
      step.step(TrainingStepTest::square, inputs(), Set.of("x"));
      assertThat(loss(step)).isEqualTo(1);

      step.replace(new Parameter("w", new float[] {1, 0}, 2, 1));
      assertThat(loss(step)).isEqualTo(4);
    }
  }

  private static float loss(TrainingStep step) {
    return step.evaluate(TrainingStepTest::square, inputs()).tensor(Loss.LOSS).toFloats()[0];
  }

  private static float[] learned() {
    try (TrainingStep step = step(AdamConfig.adam(0.01), 1)) {
      for (int i = 0; i < 100; i++) {
        step.step(TrainingStepTest::dropped, inputs(), Set.of());
      }
      return weights(step);
    }
  }

  private static TrainingStep step(AdamConfig adam, double clipNorm) {
    List<Parameter> weights = List.of(new Parameter("w", new float[] {1, -1}, 2, 1));
    return new TrainingStep(List.of(new ParameterGroup(weights, adam)), List.of(), clipNorm, 7);
  }

  private static float[] weights(TrainingStep step) {
    return step.parameters().getFirst().values();
  }

  private static Tensors<HostTensor> inputs() {
    return new Tensors<HostTensor>().put("x", new HostTensor.Floats(new float[] {2, 3}, 1, 2));
  }

  /** The sum of the weights times a factor, which is each weight's derivative. */
  private static <T> Tensors<T> scaled(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T products = ops.mul(inputs.tensor("factor"), parameters.tensor("w"));
    return new Tensors<T>()
        .put(Loss.LOSS, ops.reduce(TrainingOps.Reduction.SUM, products, false, 0, 1));
  }

  private static Tensors<HostTensor> scale(float factor) {
    return new Tensors<HostTensor>()
        .put("factor", new HostTensor.Floats(new float[] {factor}, 1, 1));
  }

  private static <T> Tensors<T> square(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T y = ops.matmul(inputs.tensor("x"), parameters.tensor("w"));
    return new Tensors<T>().put(Loss.LOSS, ops.reshape(ops.mul(y, y), 1));
  }

  private static <T> Tensors<T> dropped(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T y = ops.matmul(ops.dropout(inputs.tensor("x"), 0.5f), parameters.tensor("w"));
    T off = ops.sub(y, ops.scalar(2));
    return new Tensors<T>().put(Loss.LOSS, ops.reshape(ops.mul(off, off), 1));
  }

  private static <T> Tensors<T> stopped(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T x = inputs.tensor("x");
    T product = ops.mul(x, ops.stopGradient(x));
    return new Tensors<T>()
        .put(Loss.LOSS, ops.reduce(TrainingOps.Reduction.SUM, product, false, 0, 1));
  }

  private static <T> Tensors<T> losses(
      TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T logits = inputs.tensor("logits");
    return new Tensors<T>()
        .put("crossEntropy", ops.crossEntropy(logits, inputs.tensor("classes")))
        .put("binary", ops.binaryCrossEntropy(logits, inputs.tensor("labels")))
        .put("log", ops.logSoftmax(logits, -1));
  }
}
