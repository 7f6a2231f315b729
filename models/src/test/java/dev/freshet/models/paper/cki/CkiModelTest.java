package dev.freshet.models.paper.cki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.train.Task;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.paper.cki.CkiConfig.Perspective;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CkiModelTest {

  private static final CkiConfig CONFIG = CkiConfig.defaults();

  @Test
  void splicesAsWorkedOutByHand() {
    // Δ = [[.5, 0], [0, 1]]; A = identity: P = σ(Δ) = [[.6225, .5], [.5, .7311]]
    List<Parameter> one = matrix(1, 0, 0, 2);
    List<Parameter> other = matrix(0.5f, 0, 0, 1);
    CkiModel model = new CkiModel(List.of(one, other), CONFIG.with(Perspective.LOCAL));
    System.arraycopy(new float[] {1, 0, 0, 1}, 0, only(model.compatibility()), 0, 4);

    float[] merged = only(model.merge(Splicing.SOFT).parameters());

    // at [0, 0]: w_i = .5 (1 - e^(-.5 * .6225)) = .13374, w_j = .5 (1 - e^(-.5 * .3775)) = .08601
    //   σ(.04773) = .51193, .51193 * 1 + .48807 * .5 = .75597
    // at [1, 1]: w_i = .15309, w_j = .06291: σ(.09018) = .52253, so 1.52253
    assertThat(merged).containsExactly(new float[] {0.75597f, 0, 0, 1.52253f}, within(1e-4f));
  }

  @Test
  void splicesByGatesThatDifferAsWorkedOutByHand() {
    // H_i = ln 4 = 1.38629, as all entries lie in bins of their own; H_j = -.75 ln .75 - .25 ln .25
    // = .56234; g = .4/π arctan(500 * .82396) + .5 = .69969, of the other .30031
    CkiModel model = new CkiModel(List.of(matrix(1, 2, 3, 4), matrix(0, 0, 0, 1)), CONFIG);
    System.arraycopy(new float[] {1, 0, 0, 1}, 0, only(model.compatibility()), 0, 4);

    CkiModel.Merged merged = model.merge(Splicing.SOFT);

    // Δ = [[1, 2], [3, 3]], P = σ(Δ) = [[.73106, .88080], [.95257, .95257]];
    // w_i = g (1 - e^(-g P)) = .28017, .32190, .34040, .34040
    // w_j = (1 - g) (1 - e^(-(1 - g) (1 - P))) = .02330, .01056, .00425, .00425
    // w̃_i = σ(w_i - w_j) = .56387, .57721, .58326, .58326
    assertThat(only(merged.parameters()))
        .containsExactly(new float[] {0.56387f, 1.15442f, 1.74977f, 2.74977f}, within(1e-4f));
    assertThat(merged.report().layers().getFirst().gates().getFirst())
        .isEqualTo(0.69969, within(1e-5));
    // w_i > w_j everywhere
    assertThat(only(model.merge(Splicing.HARD).parameters())).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void splicesTwoParentsByTheFormulaThatSplicesMore(int count) {
    List<List<Parameter>> parents =
        IntStream.range(0, count).mapToObj(CkiModelTest::network).toList();
    CkiModel model = new CkiModel(parents, CONFIG);

    float[] merged = only(model.merge(Splicing.SOFT).parameters());

    assertThat(merged).containsExactly(naive(parents, model.compatibility()), within(1e-5f));
  }

  /** A softmax over the parents for {@code P} and for the weights, entry by entry. */
  private static float[] naive(List<List<Parameter>> parents, List<Parameter> compatibility) {
    int k = parents.size();
    List<float[]> w = parents.stream().map(CkiModelTest::only).toList();
    double[] gates =
        Gate.of(
            w.stream().mapToDouble(own -> HistogramEntropy.of(own, CONFIG.bins())).toArray(),
            CONFIG);
    int in = 3;
    int out = 2;
    float[] merged = new float[in * out];
    for (int row = 0; row < in; row++) {
      for (int column = 0; column < out; column++) {
        double[] scores = new double[k]; // the last stays 0
        for (int parent = 0; parent < k - 1; parent++) {
          for (int i = 0; i < in; i++) {
            double distance = 0;
            for (float[] other : w) {
              distance +=
                  Math.abs(w.get(parent)[i * out + column] - other[i * out + column]) / (k - 1.0);
            }
            scores[parent] += compatibility.get(parent).values()[row * in + i] * distance;
          }
        }
        double[] compatible = softmax(scores);
        double[] weights = new double[k];
        for (int parent = 0; parent < k; parent++) {
          weights[parent] = gates[parent] * (1 - Math.exp(-gates[parent] * compatible[parent]));
        }
        double[] shares = softmax(weights);
        for (int parent = 0; parent < k; parent++) {
          merged[row * out + column] +=
              (float) (shares[parent] * w.get(parent)[row * out + column]);
        }
      }
    }
    return merged;
  }

  private static double[] softmax(double[] values) {
    double[] powers = Arrays.stream(values).map(Math::exp).toArray();
    double all = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / all).toArray();
  }

  @Test
  void givesTheParentsExactlyWhereTheyAgree() {
    List<Parameter> parent = network(1);

    for (Splicing splicing : Splicing.values()) {
      assertSame(new CkiModel(List.of(parent, network(1)), CONFIG).merge(splicing), parent);
      assertSame(
          new CkiModel(List.of(parent, network(1), network(1)), CONFIG).merge(splicing), parent);
    }
  }

  @Test
  void keepsSoftWeightsWithinTheirBounds() {
    SplittableRandom random = new SplittableRandom(4);
    float[] wide = new float[64];
    float[] peaked = new float[64];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = (float) (200 * random.nextDouble() - 100);
    }
    peaked[0] = 1;

    float[] ofWide = weights(square(wide), square(peaked));
    float[] ofPeaked = weights(square(peaked), square(wide));

    // g = .7 or .3 and P from 0 to 1: σ(.3524 - 0) = .587 at most, .413 at least
    assertThat(ofWide).hasSize(64);
    for (int i = 0; i < ofWide.length; i++) {
      assertThat(ofWide[i]).isBetween(0.4127f, 0.5873f);
      assertThat(ofPeaked[i]).isBetween(0.4127f, 0.5873f);
    }
    assertThat(greatest(ofWide)).isGreaterThan(0.58f);
    assertThat(least(ofPeaked)).isLessThan(0.42f);
  }

  private static float[] weights(List<Parameter> base, List<Parameter> other) {
    return run(new CkiModel(List.of(base, other), CONFIG)).tensor("w/weight0").toFloats();
  }

  @Test
  void takesVectorsFromTheBase() {
    List<Parameter> base = network(1);

    List<Parameter> merged =
        new CkiModel(List.of(base, network(2)), CONFIG).merge(Splicing.SOFT).parameters();

    assertThat(merged.get(1).values()).isEqualTo(base.get(1).values());
    assertThat(merged.get(0).values()).isNotEqualTo(base.get(0).values());
  }

  @Test
  void takesEachEntryFromOneParentWhenHard() {
    List<Parameter> base = network(1);
    List<Parameter> other = network(2);

    CkiModel.Merged merged = new CkiModel(List.of(base, other), CONFIG).merge(Splicing.HARD);

    float[] values = merged.parameters().getFirst().values();
    int fromBase = 0;
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isIn(only(base)[i], only(other)[i]);
      fromBase += values[i] == only(base)[i] ? 1 : 0;
    }
    MergeReport.Layer layer = merged.report().layers().getFirst();
    assertThat(layer.shares().getFirst()).isEqualTo(fromBase / (double) values.length);
    assertThat(layer.shares().get(0) + layer.shares().get(1)).isEqualTo(1);
    assertThat(layer.gates().get(0) + layer.gates().get(1)).isEqualTo(1, within(1e-12));
  }

  @Test
  void splicesThreeParentsAsWorkedOutByHand() {
    // all gates and compatibilities are 1/3, so all weights are: the plain mean
    CkiModel mean =
        new CkiModel(
            List.of(matrix(3, 0, 0, 3), matrix(0, 3, 0, 6), matrix(0, 0, 6, 0)),
            CONFIG.with(Perspective.LOCAL));
    mean.compatibility().forEach(a -> Arrays.fill(a.values(), 0));

    assertThat(only(mean.merge(Splicing.SOFT).parameters()))
        .containsExactly(new float[] {1, 1, 2, 3}, within(1e-6f));

    // A of the first is the identity: its P at [0, 0], where it is 3 away from the others, is
    // e^3 / (e^3 + 2) = .9094, theirs .0453; w = (1 - e^(-P / 3)) / 3 = .08717, .00500, .00500;
    // its softmax 1.09108 / (1.09108 + 2 * 1.00501) = .35185
    System.arraycopy(new float[] {1, 0, 0, 1}, 0, mean.compatibility().getFirst().values(), 0, 4);
    assertThat(only(mean.merge(Splicing.SOFT).parameters())[0])
        .isEqualTo(3 * 0.35185f, within(1e-4f));
  }

  @Test
  void servesTheWeightsThatItTrained() {
    CkiModel model = new CkiModel(List.of(network(1), network(2)), CONFIG);
    model.train(List.of(task()));

    float[] trained = logits(model.compatibility(), model.through(task()));
    float[] served = logits(model.merge(Splicing.SOFT).parameters(), task());

    assertThat(served).isEqualTo(trained);
  }

  @Test
  void trainsWhatIsCompatibleAndNothingElse() {
    List<Parameter> one = network(1);
    List<Parameter> other = network(2);
    float[] before = only(one).clone();
    CkiModel model = new CkiModel(List.of(one, other), CONFIG.trained(0.05, 100));
    float[] drawn = only(model.compatibility()).clone();
    double untrained = loss(model);

    model.train(List.of(task()));

    assertThat(only(model.compatibility())).isNotEqualTo(drawn);
    assertThat(loss(model)).isLessThan(untrained);
    assertThat(only(one)).isEqualTo(before);
  }

  @Test
  void isWrittenDownAsItIsComputed() {
    CkiModel model = new CkiModel(List.of(network(1), network(2), network(3)), CONFIG);

    float[] computed = run(model).tensor("w").toFloats();
    byte[] graph = OnnxExport.bytes("cki", model, model.compatibility());
    float[] written;
    try (OnnxSession onnx = OnnxSession.of("cki", graph, ExecutionProvider.CPU)) {
      written = onnx.run(new Tensors<>(), Set.of("w")).tensor("w").toFloats();
    }

    assertThat(written).containsExactly(computed, within(1e-4f));
  }

  @Test
  void refusesParentsOfDifferentShapes() {
    assertThatThrownBy(() -> new CkiModel(List.of(network(1), matrix(1, 2, 3, 4)), CONFIG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("w");
    assertThatThrownBy(() -> new CkiModel(List.of(network(1)), CONFIG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two parents");
  }

  private static void assertSame(CkiModel.Merged merged, List<Parameter> parent) {
    for (int p = 0; p < parent.size(); p++) {
      assertThat(merged.parameters().get(p).values()).isEqualTo(parent.get(p).values());
    }
  }

  /** A matrix w [3, 2] and a vector b [2], drawn with the seed. */
  private static List<Parameter> network(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] w = new float[6];
    float[] b = new float[2];
    for (int i = 0; i < w.length; i++) {
      w[i] = (float) (2 * random.nextDouble() - 1);
    }
    Arrays.fill(b, (float) random.nextDouble());
    return List.of(new Parameter("w", w, 3, 2), new Parameter("b", b, 2));
  }

  private static List<Parameter> matrix(float... values) {
    return List.of(new Parameter("w", values, 2, 2));
  }

  private static List<Parameter> square(float[] values) {
    return List.of(new Parameter("w", values, 8, 8));
  }

  private static float[] only(List<Parameter> parameters) {
    return parameters.getFirst().values();
  }

  /** Two examples; the loss is the first one's first logit less the second one's. */
  private static Task task() {
    return new Task(
        CkiModelTest::loss,
        new Tensors<HostTensor>()
            .put("x", new HostTensor.Floats(new float[] {1, 0, 2, 0, -1, 1}, 2, 3)));
  }

  private static <T> Tensors<T> loss(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T logits =
        ops.add(ops.matmul(inputs.tensor("x"), parameters.tensor("w")), parameters.tensor("b"));
    T signs = ops.constant(new HostTensor.Floats(new float[] {1, 0, -1, 0}, 2, 2));
    return new Tensors<T>()
        .put(Loss.LOSS, ops.reduce(Ops.Reduction.SUM, ops.mul(logits, signs), false, 0, 1))
        .put(Loss.LOGITS, logits);
  }

  private static double loss(CkiModel model) {
    float[] logits = logits(model.merge(Splicing.SOFT).parameters(), task());
    return logits[0] - logits[2];
  }

  private static float[] logits(List<Parameter> parameters, Task task) {
    try (TrainingStep step = TrainingStep.fixed(parameters)) {
      return step.evaluate(task).tensor(Loss.LOGITS).toFloats();
    }
  }

  private static Tensors<HostTensor> run(CkiModel model) {
    try (TrainingStep step = TrainingStep.fixed(model.compatibility())) {
      return step.run(model, new Tensors<>());
    }
  }

  private static float greatest(float[] values) {
    float greatest = values[0];
    for (float value : values) {
      greatest = Math.max(greatest, value);
    }
    return greatest;
  }

  private static float least(float[] values) {
    float least = values[0];
    for (float value : values) {
      least = Math.min(least, value);
    }
    return least;
  }
}
