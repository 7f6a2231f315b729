package dev.freshet.models.srm.network;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.List;

/**
 * DIN: each candidate gives the interactions weights of its own; their weighted sum tells the
 * history. The weights are not normalised, so that a strong interest stays strong.
 *
 * <p>Zhou et al., "Deep Interest Network for Click-Through Rate Prediction", KDD 2018, <a
 * href="https://arxiv.org/abs/1706.06978">arXiv 1706.06978</a>, eq. 3. The activation unit sees
 * {@code [h, c, h∘c]} of interaction {@code h} and candidate {@code c}, through one hidden layer of
 * rectified units. What the unit's first layer makes of {@code h} and of {@code c} is computed once
 * for each, not for each pair.
 */
public final class Din implements SequenceEncoder {

  /** Weight of every interaction before anything is learned. */
  private static final float WEIGHT = 0.1f;

  private final int d;
  private final int embedded;
  private final int l;
  private final int units;

  public Din(SrmConfig config) {
    d = config.width();
    embedded = config.dimension();
    l = config.historyLength();
    units = config.hidden();
  }

  @Override
  public List<Parameter> initialise(Initialiser init) {
    return List.of(
        init.glorot("activation/history", d, units).withZeroRows(embedded, d),
        init.glorot("activation/candidate", d, units).withZeroRows(embedded, d),
        init.glorot("activation/product", d, units).withZeroRows(embedded, d),
        init.constant("activation/bias", 0, units),
        init.uniform("activation/out", 0.05f, units, 1),
        init.constant("activation/out/bias", WEIGHT, 1));
  }

  @Override
  public <T> T read(Ops<T> ops, T history, T mask, Tensors<T> parameters) {
    return history;
  }

  @Override
  public <T> T encode(Ops<T> ops, T history, T mask, T candidates, Tensors<T> parameters) {
    T asking = ops.reshape(candidates, -1, 1, d); // [n, 1, d]
    T unit =
        unit(
            ops,
            ops.matmul(history, parameters.tensor("activation/history")), // [u, l, units]
            ops.matmul(asking, parameters.tensor("activation/candidate")), // [n, 1, units]
            ops.mul(history, asking), // [n, l, d]
            parameters); // [n, l, 1]
    T weights = ops.mul(unit, ops.reshape(mask, 0, l, 1)); // [n, l, 1]
    return ops.reshape(ops.matmul(ops.transpose(weights, 0, 2, 1), history), -1, d);
  }

  @Override
  public <T> T before(Ops<T> ops, T history, T mask, T items, Tensors<T> parameters) {
    T asked = ops.reshape(history, -1, 1, l, d);
    T asking = ops.reshape(items, -1, l, 1, d);
    T unit =
        unit(
            ops,
            ops.matmul(asked, parameters.tensor("activation/history")), // [u, 1, l, units]
            ops.matmul(asking, parameters.tensor("activation/candidate")), // [u, l, 1, units]
            ops.mul(asked, asking), // [u, l, l, d]
            parameters); // [u, l, l, 1]
    T visible = ops.mul(ops.constant(earlier()), ops.reshape(mask, -1, 1, l));
    return ops.matmul(ops.mul(ops.reshape(unit, -1, l, l), visible), history); // [u, l, d]
  }

  private <T> T unit(Ops<T> ops, T history, T candidate, T product, Tensors<T> parameters) {
    T sum =
        ops.add(
            ops.add(history, candidate),
            ops.add(
                ops.matmul(product, parameters.tensor("activation/product")),
                parameters.tensor("activation/bias")));
    return ops.add(
        ops.matmul(ops.relu(sum), parameters.tensor("activation/out")),
        parameters.tensor("activation/out/bias"));
  }

  /** [l, l]: 1 in row {@code i} for the columns before {@code i}. */
  private HostTensor earlier() {
    float[] earlier = new float[l * l];
    for (int i = 0; i < l; i++) {
      for (int j = 0; j < i; j++) {
        earlier[i * l + j] = 1;
      }
    }
    return new HostTensor.Floats(earlier, l, l);
  }
}
