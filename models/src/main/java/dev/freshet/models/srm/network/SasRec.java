package dev.freshet.models.srm.network;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.tensor.TensorOps;
import java.util.ArrayList;
import java.util.List;

/**
 * SASRec: causal self-attention; the last position tells the history.
 *
 * <p>Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018, <a
 * href="https://arxiv.org/abs/1808.09781">arXiv 1808.09781</a>.
 */
public final class SasRec implements SequenceEncoder {

  /** Added to the attention of what must not be seen. */
  private static final float NEVER = -1e9f;

  private final int d;
  private final int embedded;
  private final int l;
  private final int layers;
  private final int attentionHeads;

  public SasRec(SrmConfig config) {
    d = config.width();
    embedded = config.dimension();
    l = config.historyLength();
    layers = config.layers();
    attentionHeads = config.attentionHeads();
  }

  @Override
  public List<Parameter> initialise(Initialiser init) {
    List<Parameter> all = new ArrayList<>();
    all.add(init.uniform("positions", 0.05f, l, d));
    for (int layer = 0; layer < layers; layer++) {
      String at = "layer" + layer + "/";
      all.add(init.constant(at + "norm1/scale", 1, d));
      all.add(init.constant(at + "norm1/shift", 0, d));
      all.add(init.glorot(at + "query", d, d).withZeroRows(embedded, d));
      all.add(init.glorot(at + "key", d, d).withZeroRows(embedded, d));
      all.add(init.glorot(at + "value", d, d).withZeroRows(embedded, d));
      all.add(init.glorot(at + "out", d, d));
      all.add(init.constant(at + "norm2/scale", 1, d));
      all.add(init.constant(at + "norm2/shift", 0, d));
      all.add(init.glorot(at + "feed1", d, d));
      all.add(init.constant(at + "feed1/bias", 0, d));
      all.add(init.glorot(at + "feed2", d, d));
      all.add(init.constant(at + "feed2/bias", 0, d));
    }
    all.add(init.constant("norm/scale", 1, d));
    all.add(init.constant("norm/shift", 0, d));
    return all;
  }

  @Override
  public <T> T read(TensorOps<T> ops, T history, T mask, Tensors<T> parameters) {
    return ops.reshape(attend(ops, history, mask, parameters, true), -1, d);
  }

  @Override
  public <T> T encode(TensorOps<T> ops, T read, T mask, T candidates, Tensors<T> parameters) {
    return read;
  }

  @Override
  public <T> T before(TensorOps<T> ops, T history, T mask, T items, Tensors<T> parameters) {
    T attended = attend(ops, history, mask, parameters, false); // [u, l, d]
    return SequenceEncoder.later(ops, ops.multiply(attended, ops.reshape(mask, 0, l, 1)), l);
  }

  /**
   * A position sees itself and earlier ones only.
   *
   * @param lastOnly whether only the last position is wanted
   * @return [u, l, d], or [u, 1, d] of the last position; meaningless where the mask is 0
   */
  private <T> T attend(
      TensorOps<T> ops, T history, T mask, Tensors<T> parameters, boolean lastOnly) {
    T absent =
        ops.multiply(
            ops.add(mask, ops.constant(new float[] {-1}, 1)),
            ops.constant(new float[] {-NEVER}, 1));
    T padding = ops.reshape(absent, -1, 1, 1, l); // [u, 1, 1, l]
    T x = ops.add(history, parameters.tensor("positions"));
    for (int layer = 0; layer < layers; layer++) {
      x = layer(ops, x, padding, parameters, layer, lastOnly && layer == layers - 1);
    }
    return ops.layerNorm(x, parameters.tensor("norm/scale"), parameters.tensor("norm/shift"));
  }

  /** One block, eq. 3-7 of the paper, normalised before attention and before the feed-forward. */
  private <T> T layer(
      TensorOps<T> ops, T x, T padding, Tensors<T> parameters, int layer, boolean lastOnly) {
    String at = "layer" + layer + "/";
    T normal =
        ops.layerNorm(
            x, parameters.tensor(at + "norm1/scale"), parameters.tensor(at + "norm1/shift"));
    T own = lastOnly ? ops.slice(x, 1, l - 1L, l) : x;
    T asking = lastOnly ? ops.slice(normal, 1, l - 1L, l) : normal;
    int queries = lastOnly ? 1 : l;
    T query = heads(ops, ops.matmul(asking, parameters.tensor(at + "query")), queries, 0, 2, 1, 3);
    T key = heads(ops, ops.matmul(normal, parameters.tensor(at + "key")), l, 0, 2, 3, 1);
    T value = heads(ops, ops.matmul(normal, parameters.tensor(at + "value")), l, 0, 2, 1, 3);
    float scale = (float) (1 / Math.sqrt((double) d / attentionHeads));
    T similarity =
        ops.multiply(ops.matmul(query, key), ops.constant(new float[] {scale}, 1)); // [u, a, q, l]
    T seen = ops.add(similarity, padding);
    if (!lastOnly) {
      seen = ops.add(seen, ops.constant(causal(), l, l));
    }
    T read = ops.matmul(ops.softmax(seen, -1), value); // [u, a, q, d / a]
    T merged = ops.reshape(ops.transpose(read, 0, 2, 1, 3), -1, queries, d);
    T attended = ops.add(own, ops.matmul(merged, parameters.tensor(at + "out")));
    T second =
        ops.layerNorm(
            attended, parameters.tensor(at + "norm2/scale"), parameters.tensor(at + "norm2/shift"));
    T inner =
        ops.relu(
            ops.add(
                ops.matmul(second, parameters.tensor(at + "feed1")),
                parameters.tensor(at + "feed1/bias")));
    T feed =
        ops.add(
            ops.matmul(inner, parameters.tensor(at + "feed2")),
            parameters.tensor(at + "feed2/bias"));
    return ops.add(attended, feed);
  }

  /** [u, p, d] as [u, p, heads, d / heads], with the axes in another order. */
  private <T> T heads(TensorOps<T> ops, T x, int positions, int... axes) {
    return ops.transpose(ops.reshape(x, -1, positions, attentionHeads, d / attentionHeads), axes);
  }

  /** [l, l]: row {@code i} must not see the columns after {@code i}. */
  private float[] causal() {
    float[] bias = new float[l * l];
    for (int i = 0; i < l; i++) {
      for (int j = i + 1; j < l; j++) {
        bias[i * l + j] = NEVER;
      }
    }
    return bias;
  }
}
