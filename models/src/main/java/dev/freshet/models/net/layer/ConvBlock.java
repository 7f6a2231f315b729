package dev.freshet.models.net.layer;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * A convolution that keeps height and width, batch normalisation with running statistics, ReLU.
 *
 * @param name prefix of its parameters
 * @param kernel odd
 */
public record ConvBlock(String name, int in, int out, int kernel) {
  private static final float EPSILON = 1e-5f;

  /** Weights uniform in ±1/√(in · kernel²), as PyTorch has them. */
  public List<Parameter> initialise(Initialiser init) {
    float bound = (float) (1 / Math.sqrt((double) in * kernel * kernel));
    Parameter weight = init.uniform(name + "/weight", bound, out, in * kernel * kernel);
    return List.of(
        new Parameter(weight.name(), weight.values(), out, in, kernel, kernel),
        init.constant(name + "/bias", 0, out),
        channels(init, "/norm/scale", 1),
        channels(init, "/norm/shift", 0));
  }

  /** The running statistics: parameters that take no gradient. */
  public List<Parameter> statistics(Initialiser init) {
    return List.of(channels(init, "/norm/mean", 0), channels(init, "/norm/variance", 1));
  }

  private Parameter channels(Initialiser init, String part, float value) {
    return new Parameter(name + part, init.constant(part, value, out).values(), 1, out, 1, 1);
  }

  /** [batch, in, height, width] to [batch, out, height, width]. */
  public <T> T forward(Ops<T> ops, T x, Tensors<T> parameters) {
    T convolved =
        ops.conv2d(
            x,
            parameters.tensor(name + "/weight"),
            parameters.tensor(name + "/bias"),
            Ops.Convolution.same(kernel));
    return ops.relu(
        ops.batchNorm(
            convolved,
            parameters.tensor(name + "/norm/mean"),
            parameters.tensor(name + "/norm/variance"),
            parameters.tensor(name + "/norm/scale"),
            parameters.tensor(name + "/norm/shift"),
            EPSILON));
  }
}
