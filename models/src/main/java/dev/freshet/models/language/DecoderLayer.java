package dev.freshet.models.language;

import dev.freshet.models.language.Decoder.Past;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Tensors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One layer of a decoder: attention, then a gated feed-forward layer (Shazeer, arXiv 2002.05202),
 * each behind a norm and beside the state.
 *
 * <p>Shapes: {@code b} rows, {@code s} positions, {@code p} positions of a shared prefix, {@code k}
 * positions of own keys.
 *
 * @param name prefix of its parameters
 */
record DecoderLayer(DecoderConfig config, String name) {

  /**
   * What all layers get.
   *
   * @param bias [b, 1, s, p + k], or null
   * @param cosine [b, 1, s, headWidth / 2]
   */
  record Shared<T>(@Nullable T bias, T cosine, T sine) {}

  /** States [b, s, width], and own keys and values. */
  record Result<T>(T states, Past<T> present) {}

  /** Adds the shapes of its parameters. */
  void shapes(Map<String, long[]> shapes) {
    long width = config.width();
    long queries = (long) config.heads() * config.headWidth();
    long keys = (long) config.keyHeads() * config.headWidth();
    shapes.put(name + "input_layernorm.weight", new long[] {width});
    shapes.put(attention("q_proj.weight"), new long[] {queries, width});
    shapes.put(attention("k_proj.weight"), new long[] {keys, width});
    shapes.put(attention("v_proj.weight"), new long[] {keys, width});
    shapes.put(attention("o_proj.weight"), new long[] {width, queries});
    switch (config.variant()) {
      case LLAMA -> {}
      case QWEN2 -> {
        shapes.put(attention("q_proj.bias"), new long[] {queries});
        shapes.put(attention("k_proj.bias"), new long[] {keys});
        shapes.put(attention("v_proj.bias"), new long[] {keys});
      }
      case QWEN3 -> {
        shapes.put(attention("q_norm.weight"), new long[] {config.headWidth()});
        shapes.put(attention("k_norm.weight"), new long[] {config.headWidth()});
      }
    }
    shapes.put(name + "post_attention_layernorm.weight", new long[] {width});
    shapes.put(name + "mlp.gate_proj.weight", new long[] {config.hidden(), width});
    shapes.put(name + "mlp.up_proj.weight", new long[] {config.hidden(), width});
    shapes.put(name + "mlp.down_proj.weight", new long[] {width, config.hidden()});
  }

  private String attention(String part) {
    return name + "self_attn." + part;
  }

  /** Computes the layer; the prefix and the cache may be null. */
  <T> Result<T> forward(
      Ops<T> ops,
      T x,
      Shared<T> shared,
      @Nullable Past<T> prefix,
      @Nullable Past<T> cache,
      Tensors<T> parameters) {
    T normal = ops.rmsNorm(x, parameters.tensor(name + "input_layernorm.weight"), config.epsilon());
    T queries = heads(ops, normal, "q", config.heads(), parameters);
    T keys = heads(ops, normal, "k", config.keyHeads(), parameters);
    T values = heads(ops, normal, "v", config.keyHeads(), parameters);
    queries = rotate(ops, queries, shared);
    keys = rotate(ops, keys, shared);
    if (cache != null) {
      keys = ops.concat(List.of(cache.keys(), keys), 2);
      values = ops.concat(List.of(cache.values(), values), 2);
    }
    Past<T> present = new Past<>(keys, values);
    T read = attend(ops, queries, prefix, present, shared.bias());
    T merged =
        ops.reshape(
            ops.transpose(read, 0, 2, 1, 3), 0, -1, (long) config.heads() * config.headWidth());
    T attended = ops.add(x, linear(ops, merged, attention("o_proj.weight"), parameters));
    return new Result<>(ops.add(attended, feedForward(ops, attended, parameters)), present);
  }

  /**
   * Attention of queries [b, heads, s, headWidth]. A prefix of batch 1 is multiplied in place: it
   * is not copied for each row, as joining it with the own keys would.
   */
  private <T> T attend(
      Ops<T> ops, T queries, @Nullable Past<T> prefix, Past<T> own, @Nullable T bias) {
    int heads = config.heads();
    int keyHeads = config.keyHeads();
    int headWidth = config.headWidth();
    T scale = ops.scalar((float) (1 / Math.sqrt(headWidth)));
    // heads that share keys become rows: [b, keyHeads, heads / keyHeads * s, headWidth]
    T grouped = ops.reshape(ops.mul(queries, scale), 0, keyHeads, -1, headWidth);
    T scores = ops.matmul(grouped, ops.transpose(own.keys(), 0, 1, 3, 2));
    T before = null;
    if (prefix != null) {
      before = ops.matmul(grouped, ops.transpose(prefix.keys(), 0, 1, 3, 2));
      scores = ops.concat(List.of(before, scores), 3);
    }
    if (bias != null) { // rows by head again, where the bias is the same for each
      scores = ops.add(ops.reshape(scores, 0, heads, -1, 0), bias);
      scores = ops.reshape(ops.softmax(scores, -1), 0, keyHeads, -1, 0);
    } else {
      scores = ops.softmax(scores, -1);
    }
    T read;
    if (prefix == null || before == null) {
      read = ops.matmul(scores, own.values());
    } else {
      Ops.Parts<T> parts = ops.split(scores, before, 3);
      read =
          ops.add(
              ops.matmul(parts.first(), prefix.values()), ops.matmul(parts.rest(), own.values()));
    }
    return ops.reshape(read, 0, heads, -1, headWidth);
  }

  /** {@code down(silu(gate(x)) ∘ up(x))} of the normalised state. */
  private <T> T feedForward(Ops<T> ops, T x, Tensors<T> parameters) {
    T scale = parameters.tensor(name + "post_attention_layernorm.weight");
    T normal = ops.rmsNorm(x, scale, config.epsilon());
    T gate = ops.silu(linear(ops, normal, name + "mlp.gate_proj.weight", parameters));
    T up = linear(ops, normal, name + "mlp.up_proj.weight", parameters);
    return linear(ops, ops.mul(gate, up), name + "mlp.down_proj.weight", parameters);
  }

  /** [b, s, width] to [b, heads, s, headWidth]. */
  private <T> T heads(Ops<T> ops, T x, String part, int heads, Tensors<T> parameters) {
    T flat = linear(ops, x, attention(part + "_proj.weight"), parameters);
    if (config.variant() == DecoderConfig.Variant.QWEN2) {
      flat = ops.add(flat, parameters.tensor(attention(part + "_proj.bias")));
    }
    T split = ops.reshape(flat, 0, -1, heads, config.headWidth());
    if (config.variant() == DecoderConfig.Variant.QWEN3 && !part.equals("v")) {
      T scale = parameters.tensor(attention(part + "_norm.weight"));
      split = ops.rmsNorm(split, scale, config.epsilon());
    }
    return ops.transpose(split, 0, 2, 1, 3);
  }

  /** {@code xWᵀ}. */
  static <T> T linear(Ops<T> ops, T x, String weight, Tensors<T> parameters) {
    return ops.linear(x, parameters.tensor(weight));
  }

  private <T> T rotate(Ops<T> ops, T x, Shared<T> by) {
    int half = config.headWidth() / 2;
    T first = ops.slice(x, 3, 0, half);
    T second = ops.slice(x, 3, half, config.headWidth());
    return ops.concat(
        List.of(
            ops.sub(ops.mul(first, by.cosine()), ops.mul(second, by.sine())),
            ops.add(ops.mul(second, by.cosine()), ops.mul(first, by.sine()))),
        3);
  }
}
