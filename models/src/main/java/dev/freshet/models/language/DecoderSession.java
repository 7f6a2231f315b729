package dev.freshet.models.language;

import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxOutputs;
import dev.freshet.models.net.onnx.OnnxSession;
import dev.freshet.models.net.onnx.WeightFormat;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link DecoderGraph} on ONNX Runtime. Thread-safe. */
final class DecoderSession implements AutoCloseable {
  private static final Set<String> READ = Set.of(DecoderGraph.LOGITS, DecoderGraph.STATES);

  private final DecoderConfig config;
  private final OnnxSession session;
  private final Set<String> kept;

  DecoderSession(
      String name,
      Decoder decoder,
      List<Parameter> parameters,
      WeightFormat format,
      ExecutionProvider provider) {
    config = decoder.config();
    DecoderGraph graph = new DecoderGraph(decoder);
    session = OnnxSession.of(name, graph, parameters, format, provider);
    kept = new LinkedHashSet<>(READ);
    kept.addAll(graph.presentNames());
  }

  /** Keys and values of earlier positions in the runtime's memory, and how many they are. */
  record Kept(OnnxOutputs outputs, int length) {}

  /**
   * What a call computes.
   *
   * @param batch whose bias covers its own positions only
   * @param prefix seen by all rows; null if there is none
   * @param cache seen by the children of its rows; null if there is none
   * @param parents row of the cache for each row; unused without a cache
   */
  @SuppressWarnings("ArrayRecordComponent") // on the hot path; never kept
  record Call(TokenBatch batch, @Nullable Kept prefix, @Nullable Kept cache, long[] parents) {}

  /** Runs a call; the outputs hold the present keys and values too if {@code keep}. */
  OnnxOutputs run(Call call, boolean keep) {
    TokenBatch batch = call.batch();
    Tensors<HostTensor> inputs = new Tensors<>();
    Map<String, OnnxSession.Fed> fed = new HashMap<>();
    long rows = batch.rows();
    long length = batch.length();
    inputs.put(DecoderGraph.IDS, longs(batch.ids(), rows, length));
    inputs.put(DecoderGraph.POSITIONS, longs(batch.positions(), rows, length));
    inputs.put(DecoderGraph.READ, longs(batch.read(), batch.read().length));
    vectors(batch, inputs);
    inputs.put(DecoderGraph.BIAS, bias(call));
    inputs.put(
        DecoderGraph.PARENTS,
        new HostTensor.Longs(call.cache() == null ? new long[batch.rows()] : call.parents(), rows));
    for (int i = 0; i < config.layers(); i++) {
      for (boolean keys : new boolean[] {true, false}) {
        feed(call.prefix(), DecoderGraph.prefix(i, keys), i, keys, 1, inputs, fed);
        feed(call.cache(), DecoderGraph.cache(i, keys), i, keys, 0, inputs, fed);
      }
    }
    return session.run(inputs, fed, keep ? kept : READ);
  }

  private static HostTensor longs(int[] values, long... shape) {
    long[] wide = new long[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return new HostTensor.Longs(wide, shape);
  }

  private void vectors(TokenBatch batch, Tensors<HostTensor> inputs) {
    TokenBatch.Vectors vectors = batch.vectors();
    if (vectors == null) {
      inputs.put(DecoderGraph.EMBEDDED, new HostTensor.Floats(new float[] {1}, 1, 1, 1));
      inputs.put(DecoderGraph.VECTORS, new HostTensor.Floats(new float[] {0}, 1, 1, 1));
      return;
    }
    int width = config.width();
    float[] embedded = new float[batch.ids().length];
    Arrays.fill(embedded, 1);
    float[] values = new float[batch.ids().length * width];
    for (int i = 0; i < vectors.at().length; i++) {
      int at = vectors.at()[i];
      embedded[at] = 0;
      System.arraycopy(vectors.values(), i * width, values, at * width, width);
    }
    inputs.put(
        DecoderGraph.EMBEDDED, new HostTensor.Floats(embedded, batch.rows(), batch.length(), 1));
    inputs.put(
        DecoderGraph.VECTORS, new HostTensor.Floats(values, batch.rows(), batch.length(), width));
  }

  /** The batch's own bias behind a prefix and a cache that are seen whole. */
  private static HostTensor bias(Call call) {
    TokenBatch batch = call.batch();
    int length = batch.length();
    int prefix = call.prefix() == null ? 1 : call.prefix().length();
    int before = prefix + (call.cache() == null ? 0 : call.cache().length());
    int all = before + length;
    int biases = batch.bias().length / length / length;
    float[] bias = new float[biases * length * all];
    for (int i = 0; i < biases * length; i++) {
      if (call.prefix() == null) {
        bias[i * all] = TokenBatch.NEVER; // the position that stands for an empty prefix
      }
      System.arraycopy(batch.bias(), i * length, bias, i * all + before, length);
    }
    return new HostTensor.Floats(bias, biases, 1, length, all);
  }

  /**
   * @param empty positions that stand for what is not there: the runtime multiplies by the prefix,
   *     which must not be empty, and joins the cache, which may be
   */
  private void feed(
      @Nullable Kept past,
      String input,
      int layer,
      boolean keys,
      int empty,
      Tensors<HostTensor> inputs,
      Map<String, OnnxSession.Fed> fed) {
    if (past != null) {
      fed.put(input, new OnnxSession.Fed(past.outputs(), DecoderGraph.present(layer, keys)));
    } else {
      int heads = config.keyHeads();
      int width = config.headWidth();
      inputs.put(
          input, new HostTensor.Floats(new float[heads * empty * width], 1, heads, empty, width));
    }
  }

  ExecutionProvider provider() {
    return session.provider();
  }

  @Override
  public void close() {
    session.close();
  }
}
