package dev.freshet.models.srm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.freshet.models.onnx.OnnxModel;
import dev.freshet.models.onnx.OnnxOps;
import dev.freshet.models.tensor.Adam;
import dev.freshet.models.tensor.DenseStep;
import dev.freshet.models.tensor.DjlOps;
import dev.freshet.models.tensor.FloatTensor;
import dev.freshet.models.tensor.Parameter;
import dev.freshet.models.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SasRecTest {

  private static final Set<String> OUTPUTS = Set.of(SasRec.LOGITS, SasRec.USER);
  private final SplittableRandom random = new SplittableRandom(5);

  @ParameterizedTest(name = "{0} layers, {1} heads")
  @CsvSource({"1, 1", "2, 2"})
  void computesTheSameInOnnxAsInDjlOverAHundredBatches(int layers, int heads) {
    SrmConfig config = config(layers, heads);
    SasRec network = new SasRec(config);
    List<Parameter> parameters = disturbed(network);

    try (DenseStep djl = new DenseStep(parameters, List.of(), new Adam(0.1f, parameters));
        OnnxModel onnx = new OnnxModel("test", OnnxOps.export("test", network, parameters))) {
      for (int batch = 0; batch < 100; batch++) {
        int candidates = 1 + random.nextInt(40);
        int users = batch % 2 == 0 ? 1 : candidates;
        Tensors<FloatTensor> inputs = inputs(config, users, candidates).tensors(config);

        Tensors<FloatTensor> expected = djl.run(network, inputs);
        Tensors<FloatTensor> served = onnx.run(inputs, OUTPUTS);

        for (String output : OUTPUTS) {
          assertThat(served.tensor(output).shape()).isEqualTo(expected.tensor(output).shape());
          assertThat(served.tensor(output).values())
              .containsExactly(expected.tensor(output).values(), within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} layers, {1} heads")
  @CsvSource({"1, 1", "2, 2"})
  void doesNotLetALaterInteractionChangeAnEarlierPosition(int layers, int heads) {
    SrmConfig config = config(layers, heads);
    SasRec network = new SasRec(config);
    int l = config.historyLength();
    int d = config.dimension();
    float[] history = floats(l * d, 1);
    float[] changed = history.clone();
    int from = 6;
    float[] other = floats(l * d, 1);
    System.arraycopy(other, from * d, changed, from * d, (l - from) * d);

    float[] before = encode(network, config, history, false);
    float[] after = encode(network, config, changed, false);

    for (int i = 0; i < from * d; i++) {
      assertThat(after[i]).isEqualTo(before[i]);
    }
    for (int position = from; position < l; position++) {
      assertThat(after[position * d]).isNotEqualTo(before[position * d]);
    }
  }

  @ParameterizedTest(name = "{0} layers, {1} heads")
  @CsvSource({"1, 1", "2, 2"})
  void encodesTheLastPositionTheSameWhenItIsAloneWanted(int layers, int heads) {
    SrmConfig config = config(layers, heads);
    SasRec network = new SasRec(config);
    int l = config.historyLength();
    int d = config.dimension();
    float[] history = floats(l * d, 1);

    float[] all = encode(network, config, history, false);
    float[] last = encode(network, config, history, true);

    assertThat(last).hasSize(d);
    for (int i = 0; i < d; i++) {
      assertThat(last[i]).isCloseTo(all[(l - 1) * d + i], within(1e-5f));
    }
  }

  private static SrmConfig config(int layers, int heads) {
    return TinyModel.config(layers, heads);
  }

  private static float[] encode(
      SasRec network, SrmConfig config, float[] history, boolean lastOnly) {
    int l = config.historyLength();
    try (NDManager manager = NDManager.newBaseManager()) {
      Tensors<NDArray> weights = new Tensors<>();
      for (Parameter p : network.initialise(3)) {
        weights.put(p.name(), manager.create(p.values(), new Shape(p.shape())));
      }
      return network
          .encode(
              new DjlOps(manager),
              manager.create(history, new Shape(1, l, config.dimension())),
              manager.ones(new Shape(1, l)),
              weights,
              lastOnly)
          .toFloatArray();
    }
  }

  /** Parameters with no zeros or ones left from the start, as after some training. */
  private List<Parameter> disturbed(SasRec network) {
    List<Parameter> parameters = new ArrayList<>(network.initialise(1));
    parameters.add(new Parameter(SasRec.MEAN, new float[8], 8));
    for (Parameter parameter : parameters) {
      float[] noise = floats(parameter.values().length, 0.3f);
      for (int i = 0; i < noise.length; i++) {
        parameter.values()[i] += noise[i];
      }
    }
    return parameters;
  }

  private SrmInputs inputs(SrmConfig config, int users, int candidates) {
    SrmInputs zeros = SrmInputs.zeros(config, users, candidates);
    float[] mask = zeros.mask();
    int l = config.historyLength();
    for (int u = 0; u < users; u++) {
      int present = random.nextInt(l + 1); // none at all is a case, too
      for (int j = l - present; j < l; j++) {
        mask[u * l + j] = 1;
      }
    }
    return new SrmInputs(
        users,
        candidates,
        floats(zeros.history().length, 1),
        mask,
        floats(zeros.context().length, 1),
        floats(zeros.candidate().length, 1),
        floats(zeros.linear().length, 1),
        floats(zeros.dense().length, 1));
  }

  private float[] floats(int size, float bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1) * bound;
    }
    return values;
  }
}
