package dev.freshet.models.language;

import dev.freshet.models.net.Axis;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Network;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The decoder as it is served. One graph does all calls: a prefix of batch 1 that all rows see, a
 * cache whose rows are chosen by an index of parents, and new positions. Vectors can take the place
 * of single ids.
 */
record DecoderGraph(Decoder decoder) implements Network {
  /** [rows, length], {@code INT64}. */
  static final String IDS = "ids";

  /** 1 where the embedding of the id counts, else 0; broadcast to [rows, length, 1]. */
  static final String EMBEDDED = "embedded";

  /** Added to the embeddings; broadcast to [rows, length, width]. */
  static final String VECTORS = "vectors";

  /** [rows, length], {@code INT64}. */
  static final String POSITIONS = "positions";

  /** Added to scores, [rows or 1, 1, length, prefix + cache + length]. */
  static final String BIAS = "bias";

  /** Row of the cache for each row, [rows], {@code INT64}. */
  static final String PARENTS = "parents";

  /** Which of all {@code rows * length} positions are read, [read], {@code INT64}. */
  static final String READ = "read";

  /** [read, vocabulary]. */
  static final String LOGITS = "logits";

  /** [read, width]. */
  static final String STATES = "states";

  static String prefix(int layer, boolean keys) {
    return "prefix/" + layer + (keys ? "/keys" : "/values");
  }

  static String cache(int layer, boolean keys) {
    return "cache/" + layer + (keys ? "/keys" : "/values");
  }

  static String present(int layer, boolean keys) {
    return "present/" + layer + (keys ? "/keys" : "/values");
  }

  /** Names of the outputs that the next call takes as a prefix or a cache. */
  Set<String> presentNames() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < decoder.config().layers(); i++) {
      names.add(present(i, true));
      names.add(present(i, false));
    }
    return names;
  }

  @Override
  public List<Parameter> initialise(long seed) {
    return decoder.initialise(seed);
  }

  @Override
  public List<Input> inputs() {
    DecoderConfig config = decoder.config();
    Axis rows = Axis.named("rows");
    Axis length = Axis.named("length");
    List<Input> inputs = new ArrayList<>();
    inputs.add(Input.longs(IDS, rows, length));
    Axis places = Axis.named("places");
    inputs.add(Input.floats(EMBEDDED, Axis.named("mixed"), places, Axis.of(1)));
    inputs.add(Input.floats(VECTORS, Axis.named("mixed"), places, Axis.named("components")));
    inputs.add(Input.longs(POSITIONS, rows, length));
    inputs.add(Input.floats(BIAS, Axis.named("biases"), Axis.of(1), length, Axis.named("all")));
    inputs.add(Input.longs(PARENTS, rows));
    inputs.add(Input.longs(READ, Axis.named("read")));
    Axis heads = Axis.of(config.keyHeads());
    Axis width = Axis.of(config.headWidth());
    for (int i = 0; i < config.layers(); i++) {
      for (boolean keys : new boolean[] {true, false}) {
        inputs.add(Input.floats(prefix(i, keys), Axis.of(1), heads, Axis.named("prefix"), width));
        inputs.add(
            Input.floats(
                cache(i, keys), Axis.named("parents"), heads, Axis.named("cached"), width));
      }
    }
    return inputs;
  }

  @Override
  public <T> Tensors<T> forward(Ops<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    DecoderConfig config = decoder.config();
    T parents = inputs.tensor(PARENTS);
    List<Decoder.Past<T>> prefixes = new ArrayList<>();
    List<Decoder.Past<T>> caches = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      prefixes.add(
          new Decoder.Past<>(inputs.tensor(prefix(i, true)), inputs.tensor(prefix(i, false))));
      caches.add(
          new Decoder.Past<>(
              ops.gather(inputs.tensor(cache(i, true)), parents, 0),
              ops.gather(inputs.tensor(cache(i, false)), parents, 0)));
    }
    T embedded = decoder.embed(ops, inputs.tensor(IDS), parameters);
    T given = ops.add(ops.mul(embedded, inputs.tensor(EMBEDDED)), inputs.tensor(VECTORS));
    Decoder.Decoded<T> decoded =
        decoder.forward(
            ops,
            given,
            new Decoder.Context<>(inputs.tensor(POSITIONS), inputs.tensor(BIAS), prefixes, caches),
            parameters);
    T flat = ops.reshape(decoded.states(), -1, config.width());
    T read = ops.gather(flat, inputs.tensor(READ), 0);
    Tensors<T> outputs =
        new Tensors<T>().put(LOGITS, decoder.logits(ops, read, parameters)).put(STATES, read);
    for (int i = 0; i < config.layers(); i++) {
      outputs.put(present(i, true), decoded.present().get(i).keys());
      outputs.put(present(i, false), decoded.present().get(i).values());
    }
    return outputs;
  }
}
