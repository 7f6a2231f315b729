package dev.freshet.models.language;

import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Initialiser;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of the Llama family (Touvron et al., arXiv 2302.13971) with the variants of Qwen2 and
 * Qwen3. A loss calls {@link #embed}, {@link #forward} and {@link #logits}; {@link DecoderGraph} is
 * what serves.
 *
 * <p>Parameters have the names and shapes of Hugging Face's {@code LlamaForCausalLM}.
 */
public record Decoder(DecoderConfig config) {
  static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String NORM = "model.norm.weight";
  private static final String OUTPUT = "lm_head.weight";

  /**
   * Keys and values of a layer for some positions, each [rows, keyHeads, positions, headWidth],
   * with rotated keys.
   */
  public record Past<T>(T keys, T values) {}

  /**
   * What a call gets beside the vectors.
   *
   * @param positions [b, s], {@code INT64}
   * @param bias added to the scores of the prefix, the cache and the positions, broadcast to [b, 1,
   *     s, all of them]; null if each position sees all
   * @param prefix by layer, of batch 1, seen by all rows; empty if there is none
   * @param cache by layer, of batch b; empty if there is none
   */
  public record Context<T>(
      T positions, @Nullable T bias, List<Past<T>> prefix, List<Past<T>> cache) {

    public Context {
      prefix = List.copyOf(prefix);
      cache = List.copyOf(cache);
    }

    /** Of whole sequences, as a loss needs it. */
    public static <T> Context<T> whole(T positions, T bias) {
      return new Context<>(positions, bias, List.of(), List.of());
    }
  }

  /**
   * What a call gives.
   *
   * @param states [b, s, width], normalised
   * @param present by layer: keys and values of the cache and of these positions
   */
  public record Decoded<T>(T states, List<Past<T>> present) {}

  /** Shapes of the parameters by name, in the order of a checkpoint; matrices are [out, in]. */
  public Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new long[] {config.vocabulary(), config.width()});
    for (int i = 0; i < config.layers(); i++) {
      layer(i).shapes(shapes);
    }
    shapes.put(NORM, new long[] {config.width()});
    if (!config.tied()) {
      shapes.put(OUTPUT, new long[] {config.vocabulary(), config.width()});
    }
    return shapes;
  }

  /** Random parameters, to train from nothing. */
  public List<Parameter> initialise(long seed) {
    Initialiser init = new Initialiser(seed);
    List<Parameter> all = new ArrayList<>();
    shapes().forEach((name, shape) -> all.add(initialise(init, name, shape)));
    return all;
  }

  private static Parameter initialise(Initialiser init, String name, long[] shape) {
    int rows = Math.toIntExact(shape[0]);
    if (shape.length == 1) {
      return init.constant(name, name.endsWith(".bias") ? 0 : 1, rows);
    }
    int columns = Math.toIntExact(shape[1]);
    return name.equals(EMBEDDING)
        ? init.uniform(name, 0.05f, rows, columns)
        : init.glorot(name, rows, columns);
  }

  private DecoderLayer layer(int i) {
    return new DecoderLayer(config, "model.layers." + i + ".");
  }

  /** Ids [b, s] to vectors [b, s, width]. */
  public <T> T embed(Ops<T> ops, T ids, Tensors<T> parameters) {
    return ops.gather(parameters.tensor(EMBEDDING), ids, 0);
  }

  /** Vectors [b, s, width] through all layers. */
  public <T> Decoded<T> forward(Ops<T> ops, T vectors, Context<T> context, Tensors<T> parameters) {
    float[] frequencies = config.rotary().frequencies(config.headWidth());
    T positions = ops.reshape(ops.cast(context.positions(), DataType.FLOAT), 0, 1, -1, 1);
    T angles =
        ops.mul(positions, ops.constant(new HostTensor.Floats(frequencies, 1, frequencies.length)));
    var shared =
        new DecoderLayer.Shared<>(
            context.bias(), ops.unary(Ops.Unary.COS, angles), ops.unary(Ops.Unary.SIN, angles));
    T states = vectors;
    List<Past<T>> present = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      Past<T> prefix = context.prefix().isEmpty() ? null : context.prefix().get(i);
      Past<T> cache = context.cache().isEmpty() ? null : context.cache().get(i);
      var result = layer(i).forward(ops, states, shared, prefix, cache, parameters);
      states = result.states();
      present.add(result.present());
    }
    return new Decoded<>(ops.rmsNorm(states, parameters.tensor(NORM), config.epsilon()), present);
  }

  /** States [.., width] to logits [.., vocabulary]. */
  public <T> T logits(Ops<T> ops, T states, Tensors<T> parameters) {
    return DecoderLayer.linear(ops, states, config.tied() ? EMBEDDING : OUTPUT, parameters);
  }
}
