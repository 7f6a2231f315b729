package dev.freshet.models.srm.network;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.layer.Linear;
import dev.freshet.models.net.layer.SelfAttention;
import java.util.ArrayList;
import java.util.List;

/**
 * SASRec: causal self-attention; the last position tells the history.
 *
 * <p>Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018, <a
 * href="https://arxiv.org/abs/1808.09781">arXiv 1808.09781</a>.
 */
public final class SasRec implements SequenceEncoder {
  private static final float EPSILON = 1e-5f;

  private final int d;
  private final int embedded;
  private final int l;
  private final int layers;
  private final int heads;

  public SasRec(SrmConfig config) {
    d = config.width();
    embedded = config.dimension();
    l = config.historyLength();
    layers = config.layers();
    heads = config.attentionHeads();
  }

  private SelfAttention attention(int layer) {
    return new SelfAttention("layer" + layer, d, heads, heads);
  }

  private Linear inner(int layer) {
    return new Linear("layer" + layer + "/feed1", d, d);
  }

  private Linear outer(int layer) {
    return new Linear("layer" + layer + "/feed2", d, d);
  }

  @Override
  public List<Parameter> initialise(Initialiser init) {
    List<Parameter> all = new ArrayList<>();
    all.add(init.uniform("positions", 0.05f, l, d));
    for (int layer = 0; layer < layers; layer++) {
      addNorm(all, "layer" + layer + "/norm1", init);
      List<Parameter> attention = attention(layer).initialise(init);
      attention.subList(0, 3).forEach(reading -> reading.withZeroRows(embedded, d));
      all.addAll(attention);
      addNorm(all, "layer" + layer + "/norm2", init);
      all.addAll(inner(layer).initialise(init));
      all.addAll(outer(layer).initialise(init));
    }
    addNorm(all, "norm", init);
    return all;
  }

  private void addNorm(List<Parameter> all, String name, Initialiser init) {
    all.add(init.constant(name + "/scale", 1, d));
    all.add(init.constant(name + "/shift", 0, d));
  }

  private static <T> T norm(Ops<T> ops, T x, String name, Tensors<T> parameters) {
    return ops.layerNorm(
        x, parameters.tensor(name + "/scale"), parameters.tensor(name + "/shift"), EPSILON);
  }

  @Override
  public <T> T read(Ops<T> ops, T history, T mask, Tensors<T> parameters) {
    return ops.reshape(attend(ops, history, mask, parameters, true), -1, d);
  }

  @Override
  public <T> T encode(Ops<T> ops, T read, T mask, T candidates, Tensors<T> parameters) {
    return read;
  }

  @Override
  public <T> T before(Ops<T> ops, T history, T mask, T items, Tensors<T> parameters) {
    T attended = attend(ops, history, mask, parameters, false); // [u, l, d]
    return SequenceEncoder.later(ops, ops.mul(attended, ops.reshape(mask, 0, l, 1)), l);
  }

  /**
   * A position sees itself and earlier ones only.
   *
   * @param lastOnly whether only the last position is wanted
   * @return [u, l, d], or [u, 1, d] of the last position; meaningless where the mask is 0
   */
  private <T> T attend(Ops<T> ops, T history, T mask, Tensors<T> parameters, boolean lastOnly) {
    T padding = SelfAttention.padded(ops, mask); // [u, 1, 1, l]
    T x = ops.add(history, parameters.tensor("positions"));
    for (int layer = 0; layer < layers; layer++) {
      x = block(ops, x, padding, parameters, layer, lastOnly && layer == layers - 1);
    }
    return norm(ops, x, "norm", parameters);
  }

  /** One block, eq. 3-7 of the paper, normalised before attention and before the feed-forward. */
  private <T> T block(
      Ops<T> ops, T x, T padding, Tensors<T> parameters, int layer, boolean lastOnly) {
    String before = "layer" + layer + "/norm1";
    T normal = norm(ops, x, before, parameters);
    T own = lastOnly ? ops.slice(x, 1, l - 1L, l) : x;
    T asking = lastOnly ? norm(ops, own, before, parameters) : normal;
    T hidden = lastOnly ? padding : ops.add(padding, SelfAttention.causal(ops, l));
    T read =
        attention(layer)
            .forward(ops, asking, normal, SelfAttention.Context.biased(hidden), parameters)
            .positions();
    T attended = ops.add(own, read);
    T second = norm(ops, attended, "layer" + layer + "/norm2", parameters);
    T fed = ops.relu(inner(layer).forward(ops, second, parameters));
    return ops.add(attended, outer(layer).forward(ops, fed, parameters));
  }
}
