package dev.freshet.models.srm.network;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.srm.feature.DenseFeatures;
import dev.freshet.models.srm.feature.SrmTable;
import java.util.ArrayList;
import java.util.List;

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

  /** Interactions from before a user was first met; inputs of training alone. */
  public static final String PAST_HISTORY = "past/history";

  public static final String PAST_MASK = "past/mask";

  /** The videos of the past without what was done with them. */
  public static final String PAST_ITEMS = "past/items";

  public static final String PAST_LINEAR = "past/linear";

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
  public List<Input> inputs() {
    Axis users = Axis.named("users");
    Axis candidates = Axis.named("candidates");
    return List.of(
        Input.floats(HISTORY, users, Axis.of(l), Axis.of(d)),
        Input.floats(MASK, users, Axis.of(l)),
        Input.floats(CONTEXT, users, Axis.of(d)),
        Input.floats(CANDIDATE, candidates, Axis.of(d)),
        Input.floats(LINEAR, candidates, Axis.of(SrmTable.HEADS)),
        Input.floats(DENSE, candidates, Axis.of(k)));
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
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T read = read(ops, inputs, parameters);
    Tensors<T> outputs = new Tensors<>();
    outputs.put(LOGITS, logits(ops, inputs, read, parameters));
    outputs.put(USER, retrieval(ops, inputs, read, parameters));
    return outputs;
  }

  /** The logits alone [n, h]. */
  <T> T logits(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return logits(ops, inputs, read(ops, inputs, parameters), parameters);
  }

  private <T> T read(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    return encoder.read(ops, inputs.tensor(HISTORY), inputs.tensor(MASK), parameters);
  }

  private <T> T logits(Ops<T> ops, Tensors<T> inputs, T read, Tensors<T> parameters) {
    T context = inputs.tensor(CONTEXT); // C [u, d]
    T candidate = inputs.tensor(CANDIDATE); // I [n, d]
    T sequence = sequence(ops, inputs, read, candidate, parameters);
    T joined =
        ops.concat(
            List.of(
                ops.mul(context, candidate),
                ops.mul(sequence, centred(ops, candidate, parameters)),
                inputs.tensor(DENSE)),
            -1); // [n, 2d + k]
    T direct = ops.matmul(joined, parameters.tensor("products")); // [n, h]
    T hiddenUnits =
        ops.relu(
            ops.add(
                ops.add(
                    ops.matmul(context, parameters.tensor("hidden/user")),
                    ops.matmul(
                        ops.concat(List.of(candidate, joined), -1),
                        parameters.tensor("hidden/item"))),
                parameters.tensor("hidden/bias"))); // [n, hidden]
    return ops.add(
        ops.add(inputs.tensor(LINEAR), parameters.tensor("bias")),
        ops.add(direct, ops.matmul(hiddenUnits, parameters.tensor("hidden/out")))); // [n, h]
  }

  /** {@code S}, which is 0 without any history. */
  private <T> T sequence(
      Ops<T> ops, Tensors<T> inputs, T read, T candidates, Tensors<T> parameters) {
    T mask = inputs.tensor(MASK);
    return ops.mul(
        encoder.encode(ops, read, mask, candidates, parameters), ops.slice(mask, 1, l - 1, l));
  }

  /** Less the mean candidate, so that a history cannot raise or lower all candidates alike. */
  private <T> T centred(Ops<T> ops, T candidates, Tensors<T> parameters) {
    return ops.sub(candidates, parameters.tensor(MEAN));
  }

  /**
   * Logits of a long view of each interaction of a history, given the ones before it.
   *
   * @param inputs by {@link #PAST_HISTORY} [m, l, d], {@link #PAST_MASK} [m, l], {@link
   *     #PAST_ITEMS} [m, l, d] and {@link #PAST_LINEAR} [m, l]
   * @return [m, l]; meaningless where the mask is 0
   */
  <T> T pastLogits(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T items = inputs.tensor(PAST_ITEMS);
    T before =
        encoder.before(
            ops, inputs.tensor(PAST_HISTORY), inputs.tensor(PAST_MASK), items, parameters);
    T weights =
        ops.reshape(ops.slice(ops.slice(parameters.tensor("products"), 0, d, 2L * d), 1, 0, 1), d);
    T products = ops.mul(ops.mul(before, weights), centred(ops, items, parameters)); // [m, l, d]
    return ops.add(
        ops.add(ops.reduce(Ops.Reduction.SUM, products, false, -1), inputs.tensor(PAST_LINEAR)),
        parameters.tensor("past/bias"));
  }

  /**
   * {@code C∘w₁ + S∘w₂} [u, d]: its dot product with {@code I} is the long view's direct term.
   * Where {@code S} depends on the candidate, it is asked by the mean one.
   */
  private <T> T retrieval(Ops<T> ops, Tensors<T> inputs, T read, Tensors<T> parameters) {
    T mean = ops.reshape(parameters.tensor(MEAN), 1, d);
    T sequence = sequence(ops, inputs, read, mean, parameters);
    T weights =
        ops.slice(ops.slice(parameters.tensor("products"), 0, 0, 2L * d), 1, 0, 1); // [2d, 1]
    T users = ops.concat(List.of(inputs.tensor(CONTEXT), sequence), -1);
    T weighted = ops.mul(users, ops.reshape(weights, 2L * d)); // [u, 2d]
    return ops.add(ops.slice(weighted, 1, 0, d), ops.slice(weighted, 1, d, 2L * d));
  }
}
