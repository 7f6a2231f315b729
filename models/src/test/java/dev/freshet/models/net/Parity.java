package dev.freshet.models.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxExport;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.train.TrainingStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Compares the training back end with ONNX Runtime on random batches. */
public final class Parity {
  private static final int BATCHES = 100;

  /** Integers of random batches are below this. */
  public static final int IDS = 5;

  private Parity() {}

  /** Both give the same within 1e-4, for all outputs of 100 batches. */
  public static void holds(Network network) {
    List<Parameter> parameters = network.initialise(1);
    SplittableRandom random = new SplittableRandom(2);
    byte[] file = OnnxExport.bytes("parity", network, parameters);
    try (TrainingStep step = new TrainingStep(List.of(), parameters, 1, 0);
        OnnxSession session = OnnxSession.of("parity", file, ExecutionProvider.CPU)) {
      for (int i = 0; i < BATCHES; i++) {
        Tensors<HostTensor> inputs = batch(network, random);
        Tensors<HostTensor> expected = step.run(network, inputs);
        Tensors<HostTensor> served = session.run(inputs, expected.names());
        expected.forEach((name, value) -> assertSame(name, served.tensor(name), value));
      }
    }
  }

  private static void assertSame(String name, HostTensor actual, HostTensor expected) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    switch (expected) {
      case HostTensor.Floats floats ->
          assertThat(actual.toFloats())
              .as(name)
              .containsExactly(floats.values(), within(1e-4f))
              .doesNotContain(Float.NaN);
      case HostTensor.Longs longs ->
          assertThat(((HostTensor.Longs) actual).values()).as(name).isEqualTo(longs.values());
      case HostTensor.Booleans booleans ->
          assertThat(((HostTensor.Booleans) actual).values()).as(name).isEqualTo(booleans.values());
      case HostTensor.Halves halves ->
          assertThat(((HostTensor.Halves) actual).values()).as(name).isEqualTo(halves.values());
    }
  }

  /** Inputs in ±1, ids below {@link #IDS}, dynamic axes of 1 to 4. */
  static Tensors<HostTensor> batch(Network network, SplittableRandom random) {
    Map<String, Long> sizes = new HashMap<>();
    Tensors<HostTensor> batch = new Tensors<>();
    for (Input input : network.inputs()) {
      long[] shape =
          input.shape().stream()
              .mapToLong(
                  axis ->
                      switch (axis) {
                        case Axis.Fixed fixed -> fixed.size();
                        case Axis.Named named ->
                            sizes.computeIfAbsent(named.name(), name -> random.nextLong(1, 5));
                      })
              .toArray();
      int size = 1;
      for (long axis : shape) {
        size *= (int) axis;
      }
      batch.put(
          input.name(),
          switch (input.type()) {
            case FLOAT -> new HostTensor.Floats(floats(random, size), shape);
            case INT64 -> new HostTensor.Longs(random.longs(size, 0, IDS).toArray(), shape);
            case BOOL -> {
              boolean[] values = new boolean[size];
              for (int i = 0; i < size; i++) {
                values[i] = random.nextBoolean();
              }
              yield new HostTensor.Booleans(values, shape);
            }
            case HALF -> {
              short[] values = new short[size];
              for (int i = 0; i < size; i++) {
                values[i] = Float.floatToFloat16(random.nextInt(-8, 9) / 8f);
              }
              yield new HostTensor.Halves(values, shape);
            }
          });
    }
    return batch;
  }

  private static float[] floats(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
