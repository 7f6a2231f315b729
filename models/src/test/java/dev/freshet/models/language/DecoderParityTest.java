package dev.freshet.models.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.WeightFormat;
import dev.freshet.models.net.train.TrainingStep;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The served model gives what the training engine computes for whole sequences. */
class DecoderParityTest {

  static List<DecoderConfig> variants() {
    Rotary scaled = new Rotary(500_000, new Rotary.Scaling(8, 1, 4, 16));
    return List.of(
        TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, true),
        TinyDecoders.config(Variant.LLAMA, scaled, false),
        TinyDecoders.config(Variant.QWEN2, Rotary.LLAMA, true),
        TinyDecoders.config(Variant.QWEN3, new Rotary(1e6, null), false));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void wholeSequencesAreTheSameWhereTheyAreServed(DecoderConfig config) {
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);
    int[] ids = TinyDecoders.ids(config, 12, 2);
    try (CausalModel model = model(config, parameters)) {
      int[] all = IntStream.range(0, 12).toArray();
      Decoded served =
          model.forward(new TokenBatch(1, 12, ids, all, TokenBatch.causal(12), all, null));

      assertThat(served.logits().values())
          .containsExactly(trained(config, parameters, ids), within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void suffixesBehindAPrefixAreTheSameAsWholeSequences(DecoderConfig config) {
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);
    int[] prefix = TinyDecoders.ids(config, 7, 3);
    List<int[]> suffixes =
        List.of(
            TinyDecoders.ids(config, 3, 4),
            TinyDecoders.ids(config, 1, 5),
            TinyDecoders.ids(config, 5, 6));
    try (CausalModel model = model(config, parameters);
        Prefix kept = model.prefill(prefix)) {
      Logits after = model.after(kept, suffixes).logits();
      double[] probabilities = model.logProbabilities(kept, suffixes);

      for (int i = 0; i < suffixes.size(); i++) {
        int[] whole = join(prefix, suffixes.get(i));
        Logits expected = new Logits(trained(config, parameters, whole), config.vocabulary());
        assertThat(after.row(i)).containsExactly(expected.row(whole.length - 1), within(1e-4f));
        double sum = 0;
        for (int j = prefix.length; j < whole.length; j++) {
          sum += expected.logProbability(j - 1, whole[j]);
        }
        assertThat(probabilities[i]).isEqualTo(sum, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void forkedAndDroppedBeamsAreTheSameAsWholeSequences(DecoderConfig config) {
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);
    int[] prefix = TinyDecoders.ids(config, 5, 3);
    try (CausalModel model = model(config, parameters);
        Prefix kept = model.prefill(prefix);
        Beams beams = model.beams(kept)) {
      beams.step(new int[] {0, 0, 0}, new int[] {1, 2, 3});
      beams.step(new int[] {2, 2, 0}, new int[] {4, 5, 6}); // 3 forks, 2 is dropped
      Logits logits = beams.step(new int[] {2, 1}, new int[] {7, 8}).logits();

      assertThat(logits.row(0))
          .containsExactly(last(config, parameters, join(prefix, 1, 6, 7)), within(1e-4f));
      assertThat(logits.row(1))
          .containsExactly(last(config, parameters, join(prefix, 3, 5, 8)), within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void beamsWithoutAPrefixStartAtTheFirstPosition(DecoderConfig config) {
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);
    try (CausalModel model = model(config, parameters);
        Prefix none = model.prefill();
        Beams beams = model.beams(none)) {
      beams.step(4);
      Logits logits = beams.step(5).logits();

      assertThat(logits.values())
          .containsExactly(last(config, parameters, new int[] {4, 5}), within(1e-4f));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = WeightFormat.class,
      names = {"INT8", "INT4"})
  void roundedWeightsGiveNearlyTheSame(WeightFormat format) {
    DecoderConfig config = TinyDecoders.config(Variant.LLAMA, Rotary.LLAMA, true);
    List<Parameter> parameters = TinyDecoders.parameters(config, 1);
    int[] ids = TinyDecoders.ids(config, 8, 2);
    try (CausalModel model =
            CausalModel.of("tiny", config, parameters, format, ExecutionProvider.CPU, 0);
        Prefix prefix = model.prefill(ids)) {
      float[] rounded = prefix.last().logits().values();

      float[] exact = last(config, parameters, ids);
      float greatest = 0;
      double error = 0;
      for (int i = 0; i < exact.length; i++) {
        greatest = Math.max(greatest, Math.abs(exact[i]));
        error = Math.max(error, Math.abs(exact[i] - rounded[i]));
      }
      // a code is off by half a step at most: 1 / 254 of a block's greatest weight, or 1 / 14
      assertThat(error / greatest).isBetween(1e-6, format == WeightFormat.INT8 ? 0.05 : 0.5);
    }
  }

  private static CausalModel model(DecoderConfig config, List<Parameter> parameters) {
    return CausalModel.of("tiny", config, parameters, ExecutionProvider.CPU, 1 << 20);
  }

  private static int[] join(int[] first, int... second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static float[] last(DecoderConfig config, List<Parameter> parameters, int[] ids) {
    return new Logits(trained(config, parameters, ids), config.vocabulary()).row(ids.length - 1);
  }

  /** Logits after each of the ids, by the training engine. */
  static float[] trained(DecoderConfig config, List<Parameter> parameters, int[] ids) {
    try (TrainingStep step = new TrainingStep(List.of(), parameters, 1, 0)) {
      long[] wide = Arrays.stream(ids).asLongStream().toArray();
      long[] positions = IntStream.range(0, ids.length).asLongStream().toArray();
      Tensors<HostTensor> inputs =
          new Tensors<HostTensor>()
              .put("ids", new HostTensor.Longs(wide, 1, ids.length))
              .put("positions", new HostTensor.Longs(positions, 1, ids.length))
              .put(
                  "bias",
                  new HostTensor.Floats(TokenBatch.causal(ids.length), ids.length, ids.length));
      return step.run(new Whole(new Decoder(config)), inputs).tensor("logits").toFloats();
    }
  }

  /** As a loss calls the decoder. */
  private record Whole(Decoder decoder) implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return decoder.initialise(seed);
    }

    @Override
    public List<Input> inputs() {
      Axis length = Axis.named("length");
      return List.of(
          Input.longs("ids", Axis.of(1), length),
          Input.longs("positions", Axis.of(1), length),
          Input.floats("bias", length, length));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      T vectors = decoder.embed(ops, inputs.tensor("ids"), parameters);
      var context = Decoder.Context.whole(inputs.tensor("positions"), inputs.tensor("bias"));
      T states = decoder.forward(ops, vectors, context, parameters).states();
      return new Tensors<T>().put("logits", decoder.logits(ops, states, parameters));
    }
  }
}
