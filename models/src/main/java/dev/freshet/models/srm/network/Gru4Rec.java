package dev.freshet.models.srm.network;

import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.layer.Gru;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * GRU4Rec: gated recurrent units read the history; their last state tells it.
 *
 * <p>Hidasi, Karatzoglou, Baltrunas and Tikk, "Session-based Recommendations with Recurrent Neural
 * Networks", ICLR 2016, <a href="https://arxiv.org/abs/1511.06939">arXiv 1511.06939</a>. The units
 * have no biases: so they stay at 0 until the first interaction, and a short history needs no
 * special case.
 */
public final class Gru4Rec implements SequenceEncoder {
  private final int d;
  private final int embedded;
  private final int l;
  private final List<Gru> layers;

  public Gru4Rec(SrmConfig config) {
    d = config.width();
    embedded = config.dimension();
    l = config.historyLength();
    layers = IntStream.range(0, config.layers()).mapToObj(i -> new Gru("layer" + i, d, d)).toList();
  }

  @Override
  public List<Parameter> initialise(Initialiser init) {
    List<Parameter> all = new ArrayList<>();
    layers.forEach(layer -> all.addAll(layer.initialise(init)));
    all.set(0, all.getFirst().withZeroRows(embedded, d));
    all.add(init.glorot("sequence/out", d, d));
    return all;
  }

  @Override
  public <T> T read(Ops<T> ops, T history, T mask, Tensors<T> parameters) {
    T states = states(ops, history, mask, parameters);
    return ops.reshape(ops.slice(states, 1, l - 1L, l), -1, d);
  }

  @Override
  public <T> T encode(Ops<T> ops, T read, T mask, T candidates, Tensors<T> parameters) {
    return read;
  }

  @Override
  public <T> T before(Ops<T> ops, T history, T mask, T items, Tensors<T> parameters) {
    return SequenceEncoder.later(ops, states(ops, history, mask, parameters), l);
  }

  /** [u, l, d]: the state after each interaction; 0 before the first. */
  private <T> T states(Ops<T> ops, T history, T mask, Tensors<T> parameters) {
    T x = ops.mul(history, ops.reshape(mask, 0, l, 1));
    for (Gru layer : layers) {
      x = layer.forward(ops, x, parameters);
    }
    return ops.matmul(x, parameters.tensor("sequence/out"));
  }
}
