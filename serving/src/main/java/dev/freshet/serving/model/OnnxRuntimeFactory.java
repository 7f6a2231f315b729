package dev.freshet.serving.model;

import dev.freshet.models.net.onnx.OnnxRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The node's one ONNX Runtime; a gauge tells whether it fell back to the CPU. */
@Factory
class OnnxRuntimeFactory {

  @Singleton
  OnnxRuntime runtime(ExecutionConfig config, MeterRegistry meters) {
    OnnxRuntime runtime = new OnnxRuntime(config.toProvider());
    meters.gauge("freshet.serving.execution.fallback", runtime, each -> each.fellBack() ? 1 : 0);
    return runtime;
  }
}
