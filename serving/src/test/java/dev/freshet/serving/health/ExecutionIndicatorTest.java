package dev.freshet.serving.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxRuntime;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionIndicatorTest {

  @Test
  void saysWhatWasAskedWhereTheCpuStandsIn() {
    OnnxRuntime runtime = new OnnxRuntime(new ExecutionProvider.Cuda(99, 1 << 20));

    assertThat(ExecutionIndicator.details(runtime))
        .isEqualTo(Map.of("provider", "cpu", "asked", "cuda:99"));
  }
}
