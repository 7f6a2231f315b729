package dev.freshet.models.srm.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.train.TrainingStep;
import dev.freshet.models.srm.TinyModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SrmNetworkTest {

  private static final Set<String> OUTPUTS = Set.of(SrmNetwork.LOGITS, SrmNetwork.USER);
  private final SplittableRandom random = new SplittableRandom(5);

  @ParameterizedTest(name = "{0}, {1} layers, {2} heads")
  @CsvSource({"SASREC, 1, 1", "SASREC, 2, 2", "GRU4REC, 1, 1", "GRU4REC, 2, 1", "DIN, 1, 1"})
  void computesTheSameInOnnxAsInDjlOverAHundredBatches(SequenceModel model, int layers, int heads) {
    SrmConfig config = TinyModel.config(model, layers, heads);
    SrmNetwork network = new SrmNetwork(config);
    List<Parameter> parameters = disturbed(network);

    byte[] file = OnnxExport.bytes("test", network, parameters);
    try (TrainingStep djl = TrainingStep.fixed(parameters);
        OnnxSession onnx = OnnxSession.of("test", file, ExecutionProvider.CPU)) {
      for (int batch = 0; batch < 100; batch++) {
        int candidates = 1 + random.nextInt(40);
        int users = batch % 2 == 0 ? 1 : candidates;
        Tensors<HostTensor> inputs = inputs(config, users, candidates).tensors(config);

        Tensors<HostTensor> expected = djl.run(network, inputs);
        Tensors<HostTensor> served = onnx.run(inputs, OUTPUTS);

        for (String output : OUTPUTS) {
          assertThat(served.tensor(output).shape()).isEqualTo(expected.tensor(output).shape());
          assertThat(served.tensor(output).toFloats())
              .containsExactly(expected.tensor(output).toFloats(), within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1} layers, {2} heads")
  @CsvSource({"SASREC, 1, 1", "SASREC, 2, 2", "GRU4REC, 1, 1", "GRU4REC, 2, 1", "DIN, 1, 1"})
  void tellsOfAnInteractionOnlyWhatWasBeforeIt(SequenceModel model, int layers, int heads) {
    SrmConfig config = TinyModel.config(model, layers, heads);
    int l = config.historyLength();
    int d = config.dimension();
    int first = 2;
    int from = 6;
    float[] mask = new float[l];
    Arrays.fill(mask, first, l, 1);
    float[] items = floats(l * d, 1);
    float[] history = floats(l * d, 1);
    float[] changed = history.clone();
    System.arraycopy(floats(l * d, 1), from * d, changed, from * d, (l - from) * d);

    float[] told = before(config, history, mask, items);
    float[] toldOfChanged = before(config, changed, mask, items);

    assertThat(Arrays.copyOf(told, (first + 1) * d))
        .containsExactly(new float[(first + 1) * d], within(0f)); // either zero
    for (int i = 0; i <= from * d; i++) {
      assertThat(toldOfChanged[i]).isEqualTo(told[i]);
    }
    for (int position = from + 1; position < l; position++) {
      assertThat(toldOfChanged[position * d]).isNotEqualTo(told[position * d]);
    }
  }

  @ParameterizedTest(name = "{0}, {1} layers, {2} heads")
  @CsvSource({"SASREC, 1, 1", "SASREC, 2, 2", "GRU4REC, 1, 1", "GRU4REC, 2, 1", "DIN, 1, 1"})
  void doesNotReadWhatIsMasked(SequenceModel model, int layers, int heads) {
    SrmConfig config = TinyModel.config(model, layers, heads);
    SrmNetwork network = new SrmNetwork(config);
    List<Parameter> parameters = disturbed(network);
    SrmInputs inputs = inputs(config, 5, 5);
    Tensors<HostTensor> clean = inputs.tensors(config);
    float[] history = inputs.history().clone();
    for (int i = 0; i < history.length; i++) {
      if (inputs.mask()[i / config.dimension()] == 0) {
        history[i] = 7;
      }
    }
    Tensors<HostTensor> dirty = inputs.tensors(config);
    dirty.put(
        SrmNetwork.HISTORY,
        new HostTensor.Floats(history, 5, config.historyLength(), config.dimension()));

    try (TrainingStep djl = TrainingStep.fixed(parameters)) {
      assertThat(djl.run(network, dirty).tensor(SrmNetwork.LOGITS).toFloats())
          .containsExactly(
              djl.run(network, clean).tensor(SrmNetwork.LOGITS).toFloats(), within(1e-6f));
    }
  }

  @Test
  void weighsInteractionsAsDinDoes() {
    SrmConfig config = TinyModel.config(SequenceModel.DIN, 1, 1);
    int l = config.historyLength();
    int d = config.dimension();
    Din din = new Din(config);
    List<Parameter> parameters = din.initialise(new Initialiser(1));
    parameters.forEach(p -> add(p.values(), floats(p.values().length, 0.3f)));
    float[] history = floats(l * d, 1);
    float[] candidates = floats(3 * d, 1);
    float[] mask = new float[l];
    Arrays.fill(mask, 3, l, 1);

    float[] encoded =
        computed(
            parameters,
            new Encoded() {
              @Override
              public <T> T by(Ops<T> ops, Tensors<T> parameters) {
                return din.encode(
                    ops,
                    floats(ops, history, 1, l, d),
                    floats(ops, mask, 1, l),
                    floats(ops, candidates, 3, d),
                    parameters);
              }
            });

    for (int n = 0; n < 3; n++) {
      float[] expected = new float[d];
      for (int j = 3; j < l; j++) {
        float weight = activation(parameters, history, j, candidates, n, d);
        for (int c = 0; c < d; c++) {
          expected[c] += weight * history[j * d + c];
        }
      }
      assertThat(Arrays.copyOfRange(encoded, n * d, (n + 1) * d))
          .containsExactly(expected, within(1e-5f));
    }
  }

  /** Eq. 3 of the paper for one interaction and one candidate, with one sum over [h, c, h∘c]. */
  private static float activation(
      List<Parameter> parameters, float[] history, int j, float[] candidates, int n, int d) {
    int units = parameters.get(3).values().length;
    float sum = parameters.get(5).values()[0];
    for (int unit = 0; unit < units; unit++) {
      float hidden = parameters.get(3).values()[unit];
      for (int c = 0; c < d; c++) {
        float h = history[j * d + c];
        float asked = candidates[n * d + c];
        hidden +=
            h * parameters.get(0).values()[c * units + unit]
                + asked * parameters.get(1).values()[c * units + unit]
                + h * asked * parameters.get(2).values()[c * units + unit];
      }
      sum += Math.max(0, hidden) * parameters.get(4).values()[unit];
    }
    return sum;
  }

  private static float[] before(SrmConfig config, float[] history, float[] mask, float[] items) {
    SequenceEncoder encoder = config.model().encoder(config);
    int l = config.historyLength();
    int d = config.dimension();
    return computed(
        encoder.initialise(new Initialiser(3)),
        new Encoded() {
          @Override
          public <T> T by(Ops<T> ops, Tensors<T> parameters) {
            return encoder.before(
                ops,
                floats(ops, history, 1, l, d),
                floats(ops, mask, 1, l),
                floats(ops, items, 1, l, d),
                parameters);
          }
        });
  }

  /** Something that an encoder makes of constants. */
  private interface Encoded {
    <T> T by(Ops<T> ops, Tensors<T> parameters);
  }

  private static <T> T floats(Ops<T> ops, float[] values, long... shape) {
    return ops.constant(new HostTensor.Floats(values, shape));
  }

  private static float[] computed(List<Parameter> parameters, Encoded encoded) {
    Loss values =
        new Loss() {
          @Override
          public <T> Tensors<T> compute(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> weights) {
            return new Tensors<T>().put("encoded", encoded.by(ops, weights));
          }
        };
    try (TrainingStep djl = TrainingStep.fixed(parameters)) {
      return djl.evaluate(values, new Tensors<>()).tensor("encoded").toFloats();
    }
  }

  private static void add(float[] values, float[] noise) {
    for (int i = 0; i < noise.length; i++) {
      values[i] += noise[i];
    }
  }

  /** Parameters with no zeros or ones left from the start, as after some training. */
  private List<Parameter> disturbed(SrmNetwork network) {
    List<Parameter> parameters = new ArrayList<>(network.initialise(1));
    parameters.add(new Parameter(SrmNetwork.MEAN, new float[8], 8));
    for (Parameter parameter : parameters) {
      add(parameter.values(), floats(parameter.values().length, 0.3f));
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
