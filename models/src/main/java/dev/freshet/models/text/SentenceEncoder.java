package dev.freshet.models.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.freshet.models.ModelException;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.OnnxRuntime;
import dev.freshet.models.net.onnx.OnnxSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * all-MiniLM-L6-v2, 8-bit weights: a sentence or a few as a vector of length 1, whose dot product
 * with another's is high where they mean the same. The mean of the last layer over the tokens.
 *
 * <p>Reimers and Gurevych, "Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks", EMNLP
 * 2019. Runs on the caller's thread alone. Thread-safe.
 */
public final class SentenceEncoder implements AutoCloseable {

  /** Components of a vector. */
  public static final int DIMENSION = 384;

  /** Tells its vectors from another encoder's. */
  public static final String NAME = "all-minilm-l6-v2-q";

  private static final String NETWORK = "/" + NAME + ".onnx";
  private static final String TOKENIZER = "/" + NAME + "-tokenizer.json";
  private static final int LONGEST = 128;
  private static final int TOGETHER = 32;

  private final HuggingFaceTokenizer tokenizer;
  private final OnnxSession session;

  private SentenceEncoder(HuggingFaceTokenizer tokenizer, OnnxSession session) {
    this.tokenizer = tokenizer;
    this.session = session;
  }

  /**
   * Loads the encoder from its library.
   *
   * @param runtime where the network is to run
   * @throws ModelException if the library is not on the class path
   */
  public static SentenceEncoder load(OnnxRuntime runtime) {
    try (InputStream tokenizer = resource(TOKENIZER);
        InputStream network = resource(NETWORK)) {
      Map<String, String> options =
          Map.of("padding", "false", "truncation", "true", "maxLength", Integer.toString(LONGEST));
      OnnxSession session = runtime.open("sentence encoder", network.readAllBytes());
      return new SentenceEncoder(HuggingFaceTokenizer.newInstance(tokenizer, options), session);
    } catch (IOException e) {
      throw new ModelException("sentence encoder: reading its files", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream file = SentenceEncoder.class.getResourceAsStream(name);
    if (file == null) {
      throw new ModelException(
          "sentence encoder: %s is not on the class path".formatted(name.substring(1)));
    }
    return file;
  }

  /** The vectors of some texts, in their order; those of like length run together. */
  public float[][] encode(List<String> texts) {
    return encodeTokens(tokens(texts));
  }

  /** The tokens of some texts, as the network takes them. */
  public long[][] tokens(List<String> texts) {
    long[][] ids = new long[texts.size()][];
    Arrays.setAll(ids, i -> tokenizer.encode(texts.get(i)).getIds());
    return ids;
  }

  /** The vectors of texts whose {@link #tokens} are known. */
  public float[][] encodeTokens(long[][] ids) {
    int[] order =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> ids[i].length))
            .mapToInt(Integer::intValue)
            .toArray();
    float[][] vectors = new float[ids.length][];
    for (int from = 0; from < order.length; from += TOGETHER) {
      int to = Math.min(order.length, from + TOGETHER);
      int[] some = Arrays.copyOfRange(order, from, to);
      long[][] batch = Arrays.stream(some).mapToObj(i -> ids[i]).toArray(long[][]::new);
      float[][] encoded = encodeIds(batch);
      for (int i = 0; i < some.length; i++) {
        vectors[some[i]] = encoded[i];
      }
    }
    return vectors;
  }

  /** Runs the bare network on token ids, padded to the longest. */
  private float[][] encodeIds(long[][] ids) {
    int n = ids.length;
    int l = Arrays.stream(ids).mapToInt(each -> each.length).max().orElse(0);
    long[] padded = new long[n * l];
    long[] mask = new long[n * l];
    for (int i = 0; i < n; i++) {
      System.arraycopy(ids[i], 0, padded, i * l, ids[i].length);
      Arrays.fill(mask, i * l, i * l + ids[i].length, 1);
    }
    Tensors<HostTensor> inputs = new Tensors<>();
    for (Input input : session.inputs()) {
      long[] values =
          switch (input.name()) {
            case "input_ids" -> padded;
            case "attention_mask" -> mask;
            default -> new long[n * l]; // the types of the tokens: one sentence
          };
      inputs.put(input.name(), new HostTensor.Longs(values, n, l));
    }
    String output = session.outputs().iterator().next();
    float[] states = session.run(inputs, Set.of(output)).tensor(output).toFloats(); // [n, l, d]
    float[][] vectors = new float[n][];
    for (int i = 0; i < n; i++) {
      vectors[i] = mean(states, i * l, ids[i].length);
    }
    return vectors;
  }

  private static float[] mean(float[] states, int first, int tokens) {
    float[] vector = new float[DIMENSION];
    for (int token = first; token < first + tokens; token++) {
      for (int c = 0; c < DIMENSION; c++) {
        vector[c] += states[token * DIMENSION + c];
      }
    }
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
    for (int c = 0; c < DIMENSION; c++) {
      vector[c] *= scale;
    }
    return vector;
  }

  @Override
  public void close() {
    session.close();
    tokenizer.close();
  }
}
