package dev.freshet.models.tensor;

import dev.freshet.models.net.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Adam over parameters that live in plain arrays: {@code m = β₁m + (1-β₁)g; v = β₂v + (1-β₂)g²; w
 * -= rate · m̂ / (√v̂ + ε)}, with {@code m̂ = m/(1-β₁ᵗ)} and {@code v̂ = v/(1-β₂ᵗ)}.
 *
 * <p>Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1, with its
 * β₁ = 0.9, β₂ = 0.999, ε = 1e-8. With weight decay {@code λ} the gradient is {@code g + λw}, the
 * derivative of a loss with {@code λ/2 · |w|²} added.
 */
public final class Adam {
  private static final float BETA_1 = 0.9f;
  private static final float BETA_2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float rate;
  private final float weightDecay;
  private final List<Parameter> parameters;
  private final List<float[]> means = new ArrayList<>();
  private final List<float[]> variances = new ArrayList<>();
  private long steps;
  private long refused;

  /**
   * @param rate learning rate; positive
   */
  public Adam(float rate, List<Parameter> parameters) {
    this(rate, 0, parameters);
  }

  /**
   * @param rate learning rate; positive
   * @param weightDecay {@code λ}; not negative
   */
  public Adam(float rate, float weightDecay, List<Parameter> parameters) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("rate must be positive: " + rate);
    }
    if (!(weightDecay >= 0)) {
      throw new IllegalArgumentException("weightDecay must not be negative: " + weightDecay);
    }
    this.weightDecay = weightDecay;
    this.rate = rate;
    this.parameters = List.copyOf(parameters);
    for (Parameter parameter : parameters) {
      means.add(new float[parameter.values().length]);
      variances.add(new float[parameter.values().length]);
    }
  }

  /**
   * Takes one step; none if a gradient is not finite.
   *
   * @param gradients in the order of the parameters
   */
  public void step(List<float[]> gradients) {
    if (!finite(gradients)) {
      refused++;
      return;
    }
    steps++;
    float correction1 = (float) (1 - Math.pow(BETA_1, (double) steps));
    float correction2 = (float) (1 - Math.pow(BETA_2, (double) steps));
    for (int p = 0; p < parameters.size(); p++) {
      float[] w = parameters.get(p).values();
      float[] m = means.get(p);
      float[] v = variances.get(p);
      float[] g = gradients.get(p);
      for (int i = 0; i < w.length; i++) {
        float slope = g[i] + weightDecay * w[i];
        m[i] = BETA_1 * m[i] + (1 - BETA_1) * slope;
        v[i] = BETA_2 * v[i] + (1 - BETA_2) * slope * slope;
        w[i] -= rate * (m[i] / correction1) / ((float) Math.sqrt(v[i] / correction2) + EPSILON);
      }
    }
  }

  /** Number of steps not taken because a gradient was not finite, since this was made. */
  public long refused() {
    return refused;
  }

  private static boolean finite(List<float[]> gradients) {
    for (float[] gradient : gradients) {
      for (float g : gradient) {
        if (!Float.isFinite(g * g)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The parameters and the optimizer's own state, bit for bit. */
  public byte[] save() {
    int floats = 0;
    for (Parameter parameter : parameters) {
      floats += 3 * parameter.values().length;
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Float.BYTES * floats).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(steps);
    var body = bytes.asFloatBuffer();
    for (int p = 0; p < parameters.size(); p++) {
      body.put(parameters.get(p).values()).put(means.get(p)).put(variances.get(p));
    }
    return bytes.array();
  }

  /** Takes back what {@link #save} wrote for parameters of the same shapes. */
  public void restore(byte[] saved) {
    ByteBuffer bytes = ByteBuffer.wrap(saved).order(ByteOrder.LITTLE_ENDIAN);
    steps = bytes.getLong();
    var body = bytes.asFloatBuffer();
    for (int p = 0; p < parameters.size(); p++) {
      body.get(parameters.get(p).values()).get(means.get(p)).get(variances.get(p));
    }
    if (body.hasRemaining()) {
      throw new IllegalArgumentException(body.remaining() + " floats more than the parameters");
    }
  }
}
