package dev.freshet.flink.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.flink.Profile;
import dev.freshet.flink.Settings;
import dev.freshet.models.net.onnx.ExecutionProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FusionConfigTest {

  @Test
  void encodesTextUnlessTold() {
    List<Double> zero = List.of(0.0, 0.0, 0.0);
    List<Double> one = List.of(1.0, 1.0, 1.0);
    assertThat(FusionConfig.from(new Settings(Profile.LIVE, Map.of())))
        .isEqualTo(
            new FusionConfig(
                1,
                true,
                new EncodersConfig(null, null, null, 16 << 20, zero, one, 1),
                ExecutionProvider.CPU,
                Duration.ofDays(400)));
  }

  @Test
  void runsNetworksOnTheDeviceOfTheConfiguration() {
    var settings =
        new Settings(
            Profile.LIVE,
            Map.of(
                "freshet.execution.provider", "cuda",
                "freshet.execution.device", "1",
                "freshet.execution.memory-mib", "4096"));

    assertThat(FusionConfig.from(settings).execution())
        .isEqualTo(new ExecutionProvider.Cuda(1, 4L << 30));
  }

  @Test
  void refusesAnUnknownExecutionProvider() {
    var settings = new Settings(Profile.LIVE, Map.of("freshet.execution.provider", "tpu"));

    assertThatThrownBy(() -> FusionConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("freshet.execution: the execution provider must be cpu or cuda: tpu");
  }

  @Test
  void namesASettingThatIsOutOfBounds() {
    Settings settings = new Settings(Profile.LIVE, Map.of("freshet.fusion.time-to-live", "0 s"));

    assertThatThrownBy(() -> FusionConfig.from(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("freshet.fusion.time-to-live");
  }
}
