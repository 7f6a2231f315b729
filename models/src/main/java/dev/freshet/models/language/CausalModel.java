package dev.freshet.models.language;

import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxOutputs;
import dev.freshet.models.net.onnx.WeightFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder that is served. Work that several sequences share is done once: {@link #prefill}
 * computes a prefix, behind which {@link #after} and {@link #logProbabilities} score many suffixes
 * and {@link #beams} grows sequences. Each call runs on the caller's thread. Thread-safe.
 */
public final class CausalModel implements AutoCloseable {
  /** Logits of one call; more suffixes take several calls. */
  private static final int LOGITS_PER_CALL = 16 << 20;

  private final DecoderConfig config;
  private final DecoderSession session;
  private final PrefixCache prefixes;

  private CausalModel(DecoderConfig config, DecoderSession session, PrefixCache prefixes) {
    this.config = config;
    this.session = session;
    this.prefixes = prefixes;
  }

  /**
   * Loads a decoder.
   *
   * @param name what it is called in messages
   * @param parameters of the decoder, see {@link Decoder#initialise}; not kept
   * @param prefixBytes greatest size of the cache of prefixes; 0 keeps none
   */
  public static CausalModel of(
      String name,
      DecoderConfig config,
      List<Parameter> parameters,
      ExecutionProvider provider,
      long prefixBytes) {
    return of(name, config, parameters, WeightFormat.FLOAT, provider, prefixBytes);
  }

  /**
   * Loads a decoder.
   *
   * @param format of the weights; fewer bits are for generation, since many rows are slower
   */
  public static CausalModel of(
      String name,
      DecoderConfig config,
      List<Parameter> parameters,
      WeightFormat format,
      ExecutionProvider provider,
      long prefixBytes) {
    return new CausalModel(
        config,
        new DecoderSession(name, new Decoder(config), parameters, format, provider),
        new PrefixCache(prefixBytes));
  }

  public DecoderConfig config() {
    return config;
  }

  /** Where it runs. */
  public ExecutionProvider provider() {
    return session.provider();
  }

  /** State of the cache of prefixes. */
  public PrefixCacheStatistics prefixStatistics() {
    return prefixes.statistics();
  }

  /**
   * Computes a prefix, or takes it from the cache. The caller closes it.
   *
   * @param ids from the first position on; may be empty
   * @throws IllegalArgumentException if they are more than the context
   */
  public Prefix prefill(int... ids) {
    if (ids.length == 0) {
      return new Prefix(new Prefix.Shared(null, 0, 0, null));
    }
    requireRoom(ids.length);
    return prefixes.get(ids, () -> compute(ids));
  }

  private Prefix.Shared compute(int[] ids) {
    requireKnown(ids);
    TokenBatch batch = TokenBatch.causal(List.of(ids));
    OnnxOutputs outputs =
        session.run(new DecoderSession.Call(batch, null, null, new long[0]), true);
    long bytes = ids.length * config.cacheBytesPerPosition();
    return new Prefix.Shared(outputs, ids.length, bytes, read(outputs));
  }

  /**
   * What follows each of many suffixes of a prefix.
   *
   * @param suffixes each with at least one token; all stand behind the same prefix
   * @return a row for each suffix: what comes after its last token
   */
  public Decoded after(Prefix prefix, List<int[]> suffixes) {
    int width = config.width();
    float[] logits = new float[suffixes.size() * config.vocabulary()];
    float[] states = new float[suffixes.size() * width];
    int done = 0;
    for (List<int[]> part : parts(suffixes, 1)) {
      try (OnnxOutputs outputs = run(behind(prefix, part, false), false)) {
        Decoded decoded = read(outputs);
        float[] values = decoded.logits().values();
        System.arraycopy(values, 0, logits, done * config.vocabulary(), values.length);
        System.arraycopy(decoded.states(), 0, states, done * width, decoded.states().length);
      }
      done += part.size();
    }
    return new Decoded(new Logits(logits, config.vocabulary()), states);
  }

  /**
   * The logarithm of the probability of each suffix, token by token, behind a prefix.
   *
   * @param prefix not empty
   * @param suffixes each with at least one token
   */
  public double[] logProbabilities(Prefix prefix, List<int[]> suffixes) {
    Logits first = prefix.last().logits();
    double firstSum = first.logSum(0);
    int longest = suffixes.stream().mapToInt(each -> each.length).max().orElse(1);
    List<Double> all = new ArrayList<>();
    for (List<int[]> part : parts(suffixes, longest)) {
      try (OnnxOutputs outputs = run(behind(prefix, part, true), false)) {
        Logits logits = read(outputs).logits();
        int row = 0;
        for (int[] suffix : part) {
          double sum = first.get(0, suffix[0]) - firstSum;
          for (int i = 1; i < suffix.length; i++) {
            sum += logits.logProbability(row++, suffix[i]);
          }
          row += suffix.length == 1 ? 1 : 0; // something must be read of each
          all.add(sum);
        }
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private List<List<int[]>> parts(List<int[]> suffixes, int readOfEach) {
    long logits = (long) readOfEach * config.vocabulary();
    int size = (int) Math.max(1, LOGITS_PER_CALL / logits);
    List<List<int[]>> parts = new ArrayList<>();
    for (int from = 0; from < suffixes.size(); from += size) {
      parts.add(suffixes.subList(from, Math.min(suffixes.size(), from + size)));
    }
    return parts;
  }

  /**
   * Suffixes behind a prefix.
   *
   * @param inner whether all but the last position are read, or else only the last
   */
  private DecoderSession.Call behind(Prefix prefix, List<int[]> suffixes, boolean inner) {
    TokenBatch batch = TokenBatch.causal(suffixes);
    requireRoom(prefix.length() + batch.length());
    int[] positions = batch.positions();
    for (int i = 0; i < positions.length; i++) {
      positions[i] += prefix.length();
    }
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < suffixes.size(); i++) {
      int[] suffix = suffixes.get(i);
      if (suffix.length == 0) {
        throw new IllegalArgumentException("a suffix must have at least one token");
      }
      requireKnown(suffix);
      int from = inner ? 0 : suffix.length - 1;
      int to = inner ? Math.max(1, suffix.length - 1) : suffix.length;
      for (int j = from; j < to; j++) {
        read.add(i * batch.length() + j);
      }
    }
    return new DecoderSession.Call(
        new TokenBatch(
            batch.rows(),
            batch.length(),
            batch.ids(),
            positions,
            batch.bias(),
            read.stream().mapToInt(Integer::intValue).toArray(),
            null),
        prefix.kept(),
        null,
        new long[0]);
  }

  /** Sequences that grow behind a prefix; the caller closes both. */
  public Beams beams(Prefix prefix) {
    return new Beams(this, prefix.share());
  }

  /** A single pass over sequences with positions and a mask of their own. */
  public Decoded forward(TokenBatch batch) {
    requireKnown(batch.ids());
    requireRoom(Arrays.stream(batch.positions()).max().orElse(0) + 1);
    try (OnnxOutputs outputs =
        run(new DecoderSession.Call(batch, null, null, new long[0]), false)) {
      return read(outputs);
    }
  }

  OnnxOutputs run(DecoderSession.Call call, boolean keep) {
    return session.run(call, keep);
  }

  Decoded read(OnnxOutputs outputs) {
    float[] logits = outputs.read(DecoderGraph.LOGITS).toFloats();
    return new Decoded(
        new Logits(logits, config.vocabulary()), outputs.read(DecoderGraph.STATES).toFloats());
  }

  void requireRoom(int positions) {
    if (positions > config.context()) {
      throw new IllegalArgumentException(
          "%d positions are more than the context of %d".formatted(positions, config.context()));
    }
  }

  void requireKnown(int[] ids) {
    for (int id : ids) {
      if (id < 0 || id >= config.vocabulary()) {
        throw new IllegalArgumentException(
            "a token must be in [0, %d): %d".formatted(config.vocabulary(), id));
      }
    }
  }

  @Override
  public void close() {
    prefixes.close();
    session.close();
  }
}
