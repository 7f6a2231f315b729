package dev.freshet.models.net.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.ModelException;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxSessionTest {
  private static final Network SUM = new Sum();

  @Test
  void feedsAnOutputToTheNextRun() {
    try (OnnxSession session = session(ExecutionProvider.CPU);
        OnnxOutputs first = session.run(floats(1, 2), Map.of(), Set.of("y"));
        OnnxOutputs second =
            session.run(
                new Tensors<>(), Map.of("x", new OnnxSession.Fed(first, "y")), Set.of("y"))) {
      assertThat(first.read("y").toFloats()).containsExactly(11, 22);
      assertThat(second.read("y").toFloats()).containsExactly(21, 42);
    }
  }

  @Test
  void readsWeightsFromAFileBesideTheNetwork(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("sum.onnx");

    OnnxExport.write(file, "sum", SUM, SUM.initialise(0));

    assertThat(Files.size(folder.resolve("sum.onnx.weights"))).isEqualTo(2 * Float.BYTES);
    try (OnnxSession session = OnnxSession.of("sum", file, ExecutionProvider.CPU)) {
      assertThat(session.run(floats(1, 2), Set.of("y")).tensor("y").toFloats())
          .containsExactly(11, 22);
    }
  }

  @Test
  void takesParametersFromMemory() {
    try (OnnxSession session =
        OnnxSession.of("sum", SUM, SUM.initialise(0), ExecutionProvider.CPU)) {
      assertThat(session.run(floats(1, 2), Set.of("y")).tensor("y").toFloats())
          .containsExactly(11, 22);
    }
  }

  @Test
  void runsOnTheProcessorWhereTheProviderCannotBeHad() {
    try (OnnxSession session = session(new ExecutionProvider.Cuda(99, 1L << 20))) {
      assertThat(session.provider()).isEqualTo(ExecutionProvider.CPU);
      assertThat(session.run(floats(1, 2), Set.of("y")).tensor("y").toFloats())
          .containsExactly(11, 22);
    }
  }

  @Test
  void tellsAtStartThatADeviceCannotBeHad() {
    ExecutionProvider asked = new ExecutionProvider.Cuda(99, 1L << 20);

    OnnxRuntime runtime = new OnnxRuntime(asked);

    assertThat(runtime.fellBack()).isTrue();
    assertThat(runtime.asked()).isEqualTo(asked);
    assertThat(runtime.provider()).isEqualTo(ExecutionProvider.CPU);
    assertThat(OnnxRuntime.cpu().fellBack()).isFalse();
  }

  @Test
  void tellsTheInputsAndOutputsOfAFile() {
    try (OnnxSession session = session(ExecutionProvider.CPU)) {
      assertThat(session.inputs()).isEqualTo(SUM.inputs());
      assertThat(session.outputs()).containsExactly("y");
    }
  }

  @Test
  void refusesAProviderItDoesNotKnow() {
    assertThat(ExecutionProvider.of("cuda", 1, 1024)).hasToString("cuda:1");
    assertThatThrownBy(() -> ExecutionProvider.of("tpu", 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the execution provider must be cpu or cuda: tpu");
    assertThatThrownBy(() -> ExecutionProvider.of("cuda", -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ExecutionProvider.of("cuda", 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesTheNetworkThatTheRuntimeRefuses() {
    assertThatThrownBy(() -> OnnxSession.of("broken", new byte[] {1}, ExecutionProvider.CPU))
        .isInstanceOf(ModelException.class)
        .hasMessage("broken: loading the network");
  }

  private static OnnxSession session(ExecutionProvider provider) {
    return OnnxSession.of("sum", OnnxExport.bytes("sum", SUM, SUM.initialise(0)), provider);
  }

  private static Tensors<HostTensor> floats(float... values) {
    return new Tensors<HostTensor>().put("x", new HostTensor.Floats(values, 1, values.length));
  }

  /** Adds 10 and 20. */
  private record Sum() implements Network {
    @Override
    public List<Parameter> initialise(long seed) {
      return List.of(new Parameter("w", new float[] {10, 20}, 2));
    }

    @Override
    public List<Input> inputs() {
      return List.of(Input.floats("x", Axis.named("batch"), Axis.of(2)));
    }

    @Override
    public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
      return new Tensors<T>().put("y", ops.add(inputs.tensor("x"), parameters.tensor("w")));
    }
  }
}
