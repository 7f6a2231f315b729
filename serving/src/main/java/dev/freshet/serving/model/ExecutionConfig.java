package dev.freshet.serving.model;

import dev.freshet.models.net.onnx.ExecutionProvider;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

/**
 * Settings under {@code freshet.execution}.
 *
 * @param provider {@code cpu} or {@code cuda}
 * @param device number of the CUDA device
 * @param memoryMib memory of the device that each network may take, in MiB
 */
@ConfigurationProperties("freshet.execution")
public record ExecutionConfig(
    @Bindable(defaultValue = "cpu") @NotNull String provider,
    @Bindable(defaultValue = "0") @PositiveOrZero int device,
    @Bindable(defaultValue = "2048") @Positive int memoryMib) {

  public ExecutionConfig {
    if (!provider.equals("cpu") && !provider.equals("cuda")) {
      throw new IllegalArgumentException(
          "freshet.execution.provider must be cpu or cuda: " + provider);
    }
  }

  ExecutionProvider toProvider() {
    return ExecutionProvider.of(provider, device, (long) memoryMib << 20);
  }
}
