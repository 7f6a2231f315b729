package dev.freshet.models.language.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.DecoderConfig;
import dev.freshet.models.language.DecoderConfig.Variant;
import dev.freshet.models.language.Rotary;
import dev.freshet.models.language.TinyDecoders;
import dev.freshet.models.language.local.Continuations.Continuation;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportedDecoderTest {
  private static final DecoderConfig CONFIG =
      TinyDecoders.config(Variant.QWEN2, Rotary.LLAMA, true);
  private static final int[] PROMPT = TinyDecoders.ids(CONFIG, 6, 1);

  @TempDir private Path folder;

  @Test
  void continuesAsOurOwnGraphDoes() throws IOException {
    List<Parameter> parameters = TinyDecoders.parameters(CONFIG, 1);
    try (Continuations exported = exported(new OptimumExport(new Decoder(CONFIG)), parameters);
        Continuations own = own(parameters);
        Continuation first = exported.start(PROMPT);
        Continuation second = own.start(PROMPT)) {
      for (int token : new int[] {3, 1, 4, 1, 5}) {
        assertThat(first.logits()).containsExactly(second.logits(), within(1e-4f));
        first.add(token);
        second.add(token);
      }
      assertThat(first.logits()).containsExactly(second.logits(), within(1e-4f));
    }
  }

  @Test
  void knowsTheProbabilitiesThatOurOwnGraphKnows() throws IOException {
    List<Parameter> parameters = TinyDecoders.parameters(CONFIG, 1);
    List<int[]> suffixes = List.of(new int[] {3}, new int[] {1, 4, 1}, new int[] {5, 9});
    try (Continuations exported = exported(new OptimumExport(new Decoder(CONFIG)), parameters);
        Continuations own = own(parameters)) {
      assertThat(exported.logProbabilities(PROMPT, suffixes))
          .containsExactly(own.logProbabilities(PROMPT, suffixes), within(1e-3));
    }
  }

  @Test
  void refusesGraphsWithOtherStates() {
    assertThatThrownBy(() -> exported(new Convolutional(), List.of()))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("the inputs are [input_ids, past_conv.0]")
        .hasMessageContaining("past_key_values.N.key");
  }

  private Continuations exported(Network network, List<Parameter> parameters) throws IOException {
    Path file = folder.resolve("model.onnx");
    OnnxExport.write(file, "exported", network, parameters);
    return ExportedDecoder.open("exported", file, 64, ExecutionProvider.CPU);
  }

  private static Continuations own(List<Parameter> parameters) {
    return new CausalContinuations(
        CausalModel.of("own", CONFIG, parameters, ExecutionProvider.CPU, 0));
  }

  private record Convolutional() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of();
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.longs("input_ids", Axis.of(1)), Input.floats("past_conv.0", Axis.of(1)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("logits", ops.add(inputs.tensor("past_conv.0"), ops.scalar(1)));
    }
  }
}
