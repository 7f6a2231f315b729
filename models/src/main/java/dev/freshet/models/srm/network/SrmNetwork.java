package dev.freshet.models.srm.network;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import dev.freshet.models.tensor.Network;
import dev.freshet.models.tensor.TensorOps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network: a history, encoded by one of the {@link SequenceModel}s, joined with context and
 * candidate.
 *
 * <p>Letters: {@code u} users, {@code n} candidates, {@code l} history length, {@code d} dimension,
 * {@code k} dense features, {@code h} heads. With {@code S [u, d]} or {@code [n, d]} the encoded
 * history, {@code C [u, d]} the context, {@code I [n, d]} the candidate and {@code J} the same less
 * the mean candidate, the logits are
 *
 * <pre>
 * linear + bias + [C∘I, S∘J, dense] W + relu(C Wu + [I, C∘I, S∘J, dense] Wi + b) Wo
 * </pre>
 *
 * <p>What reads fused vectors begins at 0, so that nothing is disturbed when the first ones come.
 *
 * <p>The products are the pairwise term of a factorization machine between the two sides (Rendle,
 * ICDM 2010) and the score of the sequence models themselves. {@code S} meets only {@code J}, and
 * no unit of its own: what raises all of a user's scores alike after a long view orders users
 * better, but the videos of one user worse.
 */
public final class SrmNetwork implements Network {
  public static final String HISTORY = "history";
  public static final String MASK = "mask";
  public static final String CONTEXT = "context";
  public static final String CANDIDATE = "candidate";
  public static final String LINEAR = "linear";
  public static final String DENSE = "dense";
  public static final String LOGITS = "logits";
  public static final String USER = "user";

  /** Running mean of the candidates [d]; not trained. */
  public static final String MEAN = "candidate/mean";

  /** Input of {@link #pastLogits} only. */
  public static final String ITEMS = "items";

  private final SequenceEncoder encoder;
  private final int d;
  private final int embedded;
  private final int l;
  private final int hidden;
  private final int k;

  public SrmNetwork(SrmConfig config) {
    encoder = config.model().encoder(config);
    d = config.width();
    embedded = config.dimension();
    l = config.historyLength();
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
    List<Parameter> all = new ArrayList<>(encoder.initialise(init));
    // long view starts as the plain dot products, like as nothing
    float[] products = new float[(2 * d + k) * SrmTable.HEADS];
    for (int i = 0; i < 2 * d; i++) {
      products[i * SrmTable.HEADS] = i % d >= embedded ? 0 : i < d ? 1 : 0.2f;
    }
    all.add(new Parameter("products", products, 2 * d + k, SrmTable.HEADS));
    all.add(init.constant("past/bias", 0, 1));
    all.add(new Parameter("bias", new float[] {-0.7f, -4}, SrmTable.HEADS));
    all.add(init.glorot("hidden/user", d, hidden));
    Parameter item = init.glorot("hidden/item", 3 * d + k, hidden);
    for (int part = 0; part < 3; part++) {
      item.withZeroRows(part * d + embedded, (part + 1) * d);
    }
    all.add(item);
    all.add(init.constant("hidden/bias", 0, hidden));
    all.add(init.uniform("hidden/out", 0.05f, hidden, SrmTable.HEADS));
    return all;
  }

  @Override
  public <T> Tensors<T> forward(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T read = read(ops, inputs, parameters);
    Tensors<T> outputs = new Tensors<>();
    outputs.put(LOGITS, logits(ops, inputs, read, parameters));
    outputs.put(USER, retrieval(ops, inputs, read, parameters));
    return outputs;
  }

  /** The logits alone [n, h]. */
  public <T> T logits(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return logits(ops, inputs, read(ops, inputs, parameters), parameters);
  }

  private <T> T read(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return encoder.read(ops, inputs.tensor(HISTORY), inputs.tensor(MASK), parameters);
  }

  private <T> T logits(TensorOps<T> ops, Tensors<T> inputs, T read, Tensors<T> parameters) {
    T context = inputs.tensor(CONTEXT); // C [u, d]
    T candidate = inputs.tensor(CANDIDATE); // I [n, d]
    T sequence = sequence(ops, inputs, read, candidate, parameters);
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
    return ops.add(
        ops.add(inputs.tensor(LINEAR), parameters.tensor("bias")),
        ops.add(direct, ops.matmul(hiddenUnits, parameters.tensor("hidden/out")))); // [n, h]
  }

  /** {@code S}, which is 0 without any history. */
  private <T> T sequence(
      TensorOps<T> ops, Tensors<T> inputs, T read, T candidates, Tensors<T> parameters) {
    T mask = inputs.tensor(MASK);
    return ops.multiply(
        encoder.encode(ops, read, mask, candidates, parameters), ops.slice(mask, 1, l - 1, l));
  }

  /** Less the mean candidate, so that a history cannot raise or lower all candidates alike. */
  private <T> T centred(TensorOps<T> ops, T candidates, Tensors<T> parameters) {
    return ops.add(
        candidates, ops.multiply(parameters.tensor(MEAN), ops.constant(new float[] {-1}, 1)));
  }

  /**
   * Logits of a long view of each interaction of a history, given the ones before it.
   *
   * @param inputs history [m, l, d], mask [m, l], items [m, l, d] (the videos without what was done
   *     with them), linear [m, l]
   * @return [m, l]; meaningless where the mask is 0
   */
  public <T> T pastLogits(TensorOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T mask = inputs.tensor(MASK);
    T items = inputs.tensor(ITEMS);
    T before = encoder.before(ops, inputs.tensor(HISTORY), mask, items, parameters); // [m, l, d]
    T weights =
        ops.reshape(ops.slice(ops.slice(parameters.tensor("products"), 0, d, 2L * d), 1, 0, 1), d);
    T products = ops.multiply(ops.multiply(before, weights), centred(ops, items, parameters));
    return ops.add(
        ops.add(ops.sum(products, -1), inputs.tensor(LINEAR)), parameters.tensor("past/bias"));
  }

  /**
   * {@code C∘w₁ + S∘w₂} [u, d]: its dot product with {@code I} is the long view's direct term.
   * Where {@code S} depends on the candidate, it is asked by the mean one.
   */
  private <T> T retrieval(TensorOps<T> ops, Tensors<T> inputs, T read, Tensors<T> parameters) {
    T mean = ops.reshape(parameters.tensor(MEAN), 1, d);
    T sequence = sequence(ops, inputs, read, mean, parameters);
    T weights =
        ops.slice(ops.slice(parameters.tensor("products"), 0, 0, 2L * d), 1, 0, 1); // [2d, 1]
    T users = ops.concat(List.of(inputs.tensor(CONTEXT), sequence));
    T weighted = ops.multiply(users, ops.reshape(weights, 2L * d)); // [u, 2d]
    return ops.add(ops.slice(weighted, 1, 0, d), ops.slice(weighted, 1, d, 2L * d));
  }
}
