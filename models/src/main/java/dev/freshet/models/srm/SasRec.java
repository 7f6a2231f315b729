package dev.freshet.models.srm;

import dev.freshet.models.tensor.Initialiser;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.Parameter;
import dev.freshet.models.tensor.TensorOps;
import dev.freshet.models.tensor.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network: causal self-attention over the history, joined with context and candidate.
 *
 * <p>Letters: {@code u} users, {@code n} candidates, {@code l} history length, {@code d} dimension,
 * {@code k} dense features, {@code h} heads. With {@code S [u, d]} the last position of the encoded
 * history, {@code C [u, d]} the context, {@code I [n, d]} the candidate and {@code J} the same less
 * the mean candidate, the logits are
 *
 * <pre>
 * linear + bias + [C∘I, S∘J, dense] W + relu(C Wu + [I, C∘I, S∘J, dense] Wi + b) Wo
 * </pre>
 *
 * <p>The products are the pairwise term of a factorization machine between the two sides (Rendle,
 * ICDM 2010) and the score of SASRec (eq. 12 of the paper). {@code S} meets only {@code J}, and no
 * unit of its own: what raises all of a user's scores alike after a long view orders users better,
 * but the videos of one user worse.
 */
final class SasRec implements Network {
  static final String HISTORY = "history";
  static final String MASK = "mask";
  static final String CONTEXT = "context";
  static final String CANDIDATE = "candidate";
  static final String LINEAR = "linear";
  static final String DENSE = "dense";
  static final String LOGITS = "logits";
  static final String USER = "user";

  /** Running mean of the candidates [d]; not trained. */
  static final String MEAN = "candidate/mean";

  /** Input of {@link #pastLogits} only. */
  static final String ITEMS = "items";

  /** Added to the attention of what must not be seen. */
  private static final float NEVER = -1e9f;

  private final int d;
  private final int l;
  private final int layers;
  private final int attentionHeads;
  private final int hidden;
  private final int k;

  SasRec(SrmConfig config) {
    d = config.dimension();
    l = config.historyLength();
    layers = config.layers();
    attentionHeads = config.attentionHeads();
    hidden = config.hidden();
    k = DenseFeatures.COUNT;
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put(HISTORY, new long[] {USERS, l, d});
    inputs.put(MASK, new long[] {USERS, l});
    inputs.put(CONTEXT, new long[] {USERS, d});
    inputs.put(CANDIDATE, new long[] {CANDIDATES, d});
    inputs.put(LINEAR, new long[] {CANDIDATES, SrmTable.HEADS});
    inputs.put(DENSE, new long[] {CANDIDATES, k});
    return inputs;
  }

  @Override
  public List<Parameter> initialise(long seed) {
    Initialiser init = new Initialiser(seed);
    List<Parameter> all = new ArrayList<>();
    all.add(init.uniform("positions", 0.05f, l, d));
    for (int layer = 0; layer < layers; layer++) {
      String at = "layer" + layer + "/";
      all.add(init.constant(at + "norm1/scale", 1, d));
      all.add(init.constant(at + "norm1/shift", 0, d));
      all.add(init.glorot(at + "query", d, d));
      all.add(init.glorot(at + "key", d, d));
      all.add(init.glorot(at + "value", d, d));
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
    // long view starts as the plain dot products, like as nothing
    float[] products = new float[(2 * d + k) * SrmTable.HEADS];
    for (int i = 0; i < 2 * d; i++) {
      products[i * SrmTable.HEADS] = i < d ? 1 : 0.2f;
    }
    all.add(new Parameter("products", products, 2 * d + k, SrmTable.HEADS));
    all.add(init.constant("past/bias", 0, 1));
    all.add(new Parameter("bias", new float[] {-0.7f, -4}, SrmTable.HEADS));
    all.add(init.glorot("hidden/user", d, hidden));
    all.add(init.glorot("hidden/item", 3 * d + k, hidden));
    all.add(init.constant("hidden/bias", 0, hidden));
    all.add(init.uniform("hidden/out", 0.05f, hidden, SrmTable.HEADS));
    return all;
  }

  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T mask = inputs.tensor(MASK);
    T encoded = encode(ops, inputs.tensor(HISTORY), mask, parameters, true); // [u, 1, d]
    T sequence =
        ops.multiply(ops.reshape(encoded, -1, d), ops.slice(mask, 1, l - 1, l)); // S [u, d]
    T context = inputs.tensor(CONTEXT); // C [u, d]
    T candidate = inputs.tensor(CANDIDATE); // I [n, d]
    T joined =
        ops.concat(
            List.of(
                ops.multiply(context, candidate),
                ops.multiply(sequence, centred(ops, candidate, parameters)),
                inputs.tensor(DENSE))); // [n, 2d + k]
    T direct = ops.matmul(joined, parameters.tensor("products")); // [n, h]
    T hiddenUnits =
        ops.relu(
            ops.add(
                ops.add(
                    ops.matmul(context, parameters.tensor("hidden/user")),
                    ops.matmul(
                        ops.concat(List.of(candidate, joined)), parameters.tensor("hidden/item"))),
                parameters.tensor("hidden/bias"))); // [n, hidden]
    T logits =
        ops.add(
            ops.add(inputs.tensor(LINEAR), parameters.tensor("bias")),
            ops.add(direct, ops.matmul(hiddenUnits, parameters.tensor("hidden/out")))); // [n, h]
    Tensors<T> outputs = new Tensors<>();
    outputs.put(LOGITS, logits);
    outputs.put(USER, retrieval(ops, ops.concat(List.of(context, sequence)), parameters));
    return outputs;
  }

  /** Less the mean candidate, so that a history cannot raise or lower all candidates alike. */
  private <T> T centred(TensorOps<T> ops, T candidates, Tensors<T> parameters) {
    return ops.add(
        candidates, ops.multiply(parameters.tensor(MEAN), ops.constant(new float[] {-1}, 1)));
  }

  /** The logits alone [n, h]. */
  <T> T logits(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return forward(ops, inputs, parameters).tensor(LOGITS);
  }

  /**
   * Logits of a long view of each interaction of a history, given the ones before it.
   *
   * @param inputs history [m, l, d], mask [m, l], items [m, l, d] (the videos without what was done
   *     with them), linear [m, l]
   * @return [m, l]; meaningless where the mask is 0
   */
  <T> T pastLogits(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T mask = inputs.tensor(MASK);
    T encoded = encode(ops, inputs.tensor(HISTORY), mask, parameters, false); // [m, l, d]
    T known = ops.multiply(encoded, ops.reshape(mask, 0, l, 1));
    T before = ops.matmul(ops.constant(shift(), l, l), known);
    T weights =
        ops.reshape(ops.slice(ops.slice(parameters.tensor("products"), 0, d, 2L * d), 1, 0, 1), d);
    T products =
        ops.multiply(ops.multiply(before, weights), centred(ops, inputs.tensor(ITEMS), parameters));
    return ops.add(
        ops.add(ops.sum(products, -1), inputs.tensor(LINEAR)), parameters.tensor("past/bias"));
  }

  /** [l, l]: moves every position one later; the first becomes 0. */
  private float[] shift() {
    float[] shift = new float[l * l];
    for (int i = 1; i < l; i++) {
      shift[i * l + i - 1] = 1;
    }
    return shift;
  }

  /** {@code C∘w₁ + S∘w₂} [u, d]: its dot product with {@code I} is the long view's direct term. */
  private <T> T retrieval(TensorOps<T> ops, T users, Tensors<T> parameters) {
    T weights =
        ops.slice(ops.slice(parameters.tensor("products"), 0, 0, 2L * d), 1, 0, 1); // [2d, 1]
    T weighted = ops.multiply(users, ops.reshape(weights, 2L * d)); // [u, 2d]
    return ops.add(ops.slice(weighted, 1, 0, d), ops.slice(weighted, 1, d, 2L * d));
  }

  /**
   * Encodes the history; a position sees itself and earlier ones only.
   *
   * @param history [u, l, d], aligned to the end
   * @param mask [u, l]: 1 where there is an interaction, else 0
   * @param lastOnly whether only the last position is wanted
   * @return [u, l, d], or [u, 1, d] of the last position; meaningless where the mask is 0
   */
  <T> T encode(TensorOps<T> ops, T history, T mask, Tensors<T> parameters, boolean lastOnly) {
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
    T read = ops.matmul(ops.softmax(seen), value); // [u, a, q, d / a]
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
