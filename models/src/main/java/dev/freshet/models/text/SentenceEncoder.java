package dev.freshet.models.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.freshet.models.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
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

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final WordPiece tokenizer;
  private final OrtSession session;

  private SentenceEncoder(WordPiece tokenizer, byte[] network) {
    this.tokenizer = tokenizer;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(network, options);
    } catch (OrtException e) {
      throw new ModelException("sentence encoder: loading the network", e);
    }
  }

  /**
   * Loads the encoder from its library.
   *
   * @throws ModelException if the library is not on the class path
   */
  public static SentenceEncoder load() {
    try (InputStream tokenizer = resource(TOKENIZER);
        InputStream network = resource(NETWORK)) {
      return new SentenceEncoder(WordPiece.read(tokenizer), network.readAllBytes());
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
    Arrays.setAll(ids, i -> tokenizer.ids(texts.get(i), LONGEST));
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
    long[] shape = {n, l};
    try (OnnxTensor tokens = tensor(padded, shape);
        OnnxTensor present = tensor(mask, shape);
        OnnxTensor types = tensor(new long[n * l], shape);
        OrtSession.Result result = session.run(inputs(tokens, present, types))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer(); // [n, l, d]
      float[][] vectors = new float[n][];
      for (int i = 0; i < n; i++) {
        vectors[i] = mean(states, i * l, ids[i].length);
      }
      return vectors;
    } catch (OrtException e) {
      throw new ModelException("sentence encoder: encoding %d texts".formatted(n), e);
    }
  }

  private Map<String, OnnxTensor> inputs(OnnxTensor tokens, OnnxTensor mask, OnnxTensor types) {
    Set<String> wanted = session.getInputNames();
    return wanted.contains("token_type_ids")
        ? Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types)
        : Map.of("input_ids", tokens, "attention_mask", mask);
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  private static float[] mean(FloatBuffer states, int first, int tokens) {
    float[] vector = new float[DIMENSION];
    for (int token = first; token < first + tokens; token++) {
      for (int c = 0; c < DIMENSION; c++) {
        vector[c] += states.get(token * DIMENSION + c);
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
    try {
      session.close();
    } catch (OrtException e) {
      throw new ModelException("sentence encoder: closing the network", e);
    }
  }
}
