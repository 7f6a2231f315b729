package dev.freshet.models.net.layer;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot-product self-attention of several heads without biases; Vaswani et al., NeurIPS 2017.
 * With fewer heads of keys than of queries, groups of queries share one; Ainslie et al., EMNLP
 * 2023.
 *
 * @param name prefix of its parameters
 * @param width of the positions; a multiple of {@code heads}
 * @param heads of queries; a multiple of {@code keyHeads}
 * @param keyHeads heads of keys and values
 */
public record SelfAttention(String name, int width, int heads, int keyHeads) {
  private static final float NEVER = -1e9f;

  public SelfAttention {
    if (width % heads != 0 || heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "width, heads and keyHeads must be multiples of the next: %d, %d, %d"
              .formatted(width, heads, keyHeads));
    }
  }

  /**
   * What comes beside the positions; null where there is none.
   *
   * @param bias added to the scores, broadcast to [batch, heads, queries, keys]
   * @param rotation of queries and keys by their positions
   * @param cache keys and values before these positions
   */
  public record Context<T>(
      @Nullable T bias, @Nullable Rotation<T> rotation, @Nullable Cache<T> cache) {

    /** With a bias alone. */
    public static <T> Context<T> biased(T bias) {
      return new Context<>(bias, null, null);
    }
  }

  /**
   * Rotary positions; Su et al., arXiv 2104.09864, halves as Llama has them.
   *
   * @param cosine broadcast to [batch, heads, positions, width / heads / 2]
   */
  public record Rotation<T>(T cosine, T sine) {}

  /**
   * Keys and values [batch, keyHeads, positions, width / heads]; of batch 1 for a prefix that all
   * share.
   */
  public record Cache<T>(T keys, T values) {}

  /**
   * The result.
   *
   * @param positions [batch, positions, width]
   * @param cache keys and values of the former cache and of these positions
   */
  public record Attended<T>(T positions, Cache<T> cache) {}

  /** Glorot weights. */
  public List<Parameter> initialise(Initialiser init) {
    int keyWidth = width / heads * keyHeads;
    return List.of(
        init.glorot(name + "/query", width, width),
        init.glorot(name + "/key", width, keyWidth),
        init.glorot(name + "/value", width, keyWidth),
        init.glorot(name + "/out", width, width));
  }

  /** [batch, positions, width] attends to itself and to the cache. */
  public <T> Attended<T> forward(Ops<T> ops, T x, Context<T> context, Tensors<T> parameters) {
    return forward(ops, x, x, context, parameters);
  }

  /**
   * Some positions attend to all.
   *
   * @param asking [batch, queries, width], positions of {@code x}; all of them where there is a
   *     rotation
   */
  public <T> Attended<T> forward(
      Ops<T> ops, T asking, T x, Context<T> context, Tensors<T> parameters) {
    T queries = split(ops, ops.matmul(asking, parameters.tensor(name + "/query")), heads);
    T keys = split(ops, ops.matmul(x, parameters.tensor(name + "/key")), keyHeads);
    T values = split(ops, ops.matmul(x, parameters.tensor(name + "/value")), keyHeads);
    Rotation<T> rotation = context.rotation();
    if (rotation != null) {
      queries = rotate(ops, queries, rotation);
      keys = rotate(ops, keys, rotation);
    }
    Cache<T> former = context.cache();
    if (former != null) {
      T batch = ops.slice(keys, 2, 0, 1); // broadcasts a prefix of batch 1
      keys = ops.concat(List.of(ops.broadcast(former.keys(), batch), keys), 2);
      values = ops.concat(List.of(ops.broadcast(former.values(), batch), values), 2);
    }
    float scale = (float) (1 / Math.sqrt((double) width / heads));
    T transposed = ops.transpose(shared(ops, keys), 0, 1, 3, 2);
    T scores = ops.mul(ops.matmul(queries, transposed), ops.scalar(scale));
    T bias = context.bias();
    T seen = bias == null ? scores : ops.add(scores, bias);
    T read = ops.matmul(ops.softmax(seen, -1), shared(ops, values));
    T merged = ops.reshape(ops.transpose(read, 0, 2, 1, 3), 0, -1, width);
    return new Attended<>(
        ops.matmul(merged, parameters.tensor(name + "/out")), new Cache<>(keys, values));
  }

  /** Bias [1, 1, l, l] with which a position sees itself and earlier ones only. */
  public static <T> T causal(Ops<T> ops, int l) {
    float[] bias = new float[l * l];
    for (int i = 0; i < l; i++) {
      for (int j = i + 1; j < l; j++) {
        bias[i * l + j] = NEVER;
      }
    }
    return ops.constant(new HostTensor.Floats(bias, 1, 1, l, l));
  }

  /** Bias [batch, 1, 1, keys] of a mask [batch, keys] that is 1 where a key is, else 0. */
  public static <T> T padded(Ops<T> ops, T mask) {
    T absent = ops.mul(ops.sub(mask, ops.scalar(1)), ops.scalar(-NEVER));
    return ops.reshape(absent, 0, 1, 1, -1);
  }

  /** [b, l, heads * w] to [b, heads, l, w]. */
  private <T> T split(Ops<T> ops, T x, int parts) {
    return ops.transpose(ops.reshape(x, 0, -1, parts, width / heads), 0, 2, 1, 3);
  }

  /** Each head of keys once for each head of queries that uses it. */
  private <T> T shared(Ops<T> ops, T x) {
    if (heads == keyHeads) {
      return x;
    }
    long w = width / heads;
    T each = ops.reshape(x, 0, keyHeads, 1, -1, w);
    T copies = ops.concat(Collections.nCopies(heads / keyHeads, each), 2);
    return ops.reshape(copies, 0, heads, -1, w);
  }

  private <T> T rotate(Ops<T> ops, T x, Rotation<T> by) {
    int w = width / heads;
    T first = ops.slice(x, 3, 0, w / 2);
    T second = ops.slice(x, 3, w / 2, w);
    return ops.concat(
        List.of(
            ops.sub(ops.mul(first, by.cosine()), ops.mul(second, by.sine())),
            ops.add(ops.mul(second, by.cosine()), ops.mul(first, by.sine()))),
        3);
  }
}
