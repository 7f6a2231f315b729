package dev.freshet.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.models.net.onnx.ExecutionProvider;
import org.junit.jupiter.api.Test;

class ExecutionConfigTest {

  @Test
  void namesTheProcessorOrADeviceWithItsMemory() {
    assertThat(new ExecutionConfig("cpu", 0, 2_048).toProvider()).isEqualTo(ExecutionProvider.CPU);
    assertThat(new ExecutionConfig("cuda", 1, 4_096).toProvider())
        .isEqualTo(new ExecutionProvider.Cuda(1, 4L << 30));
  }

  @Test
  void refusesAnUnknownProvider() {
    assertThatThrownBy(() -> new ExecutionConfig("tpu", 0, 2_048))
        .hasMessage("freshet.execution.provider must be cpu or cuda: tpu");
  }
}
