package dev.freshet.models.language.local;

import dev.freshet.models.ModelException;
import dev.freshet.models.language.Logits;
import dev.freshet.models.net.Axis;
import dev.freshet.models.net.DataType;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Input;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.net.onnx.OnnxOutputs;
import dev.freshet.models.net.onnx.OnnxSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that was exported to ONNX as Hugging Face's Optimum lays it out: {@code input_ids},
 * {@code attention_mask}, {@code position_ids} and {@code past_key_values.N.key|value} to {@code
 * logits} and {@code present.N.key|value}.
 */
final class ExportedDecoder implements Continuations {
  private static final String PAST = "past_key_values.";
  private static final String LOGITS = "logits";
  private static final String KEEP = "num_logits_to_keep";
  private static final Set<String> KNOWN =
      Set.of("input_ids", "attention_mask", "position_ids", "use_cache_branch", KEEP);

  private final OnnxSession session;
  private final Set<String> inputs;
  private final int layers;
  private final DataType pastType;
  private final long heads;
  private final long headWidth;
  private final int context;
  private final Set<String> outputs = new LinkedHashSet<>();

  private ExportedDecoder(String name, OnnxSession session, int context) {
    this.session = session;
    this.context = context;
    Map<String, Input> declared = new HashMap<>();
    session.inputs().forEach(each -> declared.put(each.name(), each));
    inputs = declared.keySet();
    Set<String> unknown = new TreeSet<>(inputs);
    unknown.removeAll(KNOWN);
    unknown.removeIf(each -> each.matches("past_key_values\\.\\d+\\.(key|value)"));
    layers = (int) inputs.stream().filter(each -> each.startsWith(PAST)).count() / 2;
    Input past = declared.get(PAST + "0.key");
    if (!unknown.isEmpty() || past == null || !inputs.contains("input_ids")) {
      throw new ModelException(
          "%s: the inputs are %s; a plain decoder as Optimum exports it has input_ids, attention_mask, position_ids and past_key_values.N.key and .value. Export it with the task text-generation-with-past, or serve it over HTTP"
              .formatted(name, new TreeSet<>(inputs)));
    }
    List<Axis> shape = past.shape();
    if (shape.size() != 4
        || !(shape.get(1) instanceof Axis.Fixed heads)
        || !(shape.get(3) instanceof Axis.Fixed width)) {
      throw new ModelException(
          "%s: past_key_values.0.key has the shape %s; heads and their width must be fixed"
              .formatted(name, shape));
    }
    pastType = past.type();
    this.heads = heads.size();
    headWidth = width.size();
    outputs.add(LOGITS);
    for (int i = 0; i < layers; i++) {
      outputs.add("present." + i + ".key");
      outputs.add("present." + i + ".value");
    }
    if (!session.outputs().containsAll(outputs)) {
      throw new ModelException(
          "%s: the outputs are %s; %s are expected".formatted(name, session.outputs(), outputs));
    }
  }

  /**
   * Loads a file; external data lies beside it.
   *
   * @param context greatest number of positions
   * @throws ModelException if it is laid out otherwise
   */
  static ExportedDecoder open(String name, Path file, int context, ExecutionProvider provider) {
    OnnxSession session = OnnxSession.of(name, file, provider);
    try {
      return new ExportedDecoder(name, session, context);
    } catch (ModelException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public int context() {
    return context;
  }

  /** Runs tokens behind a past of so many positions. */
  private OnnxOutputs run(int[] tokens, @Nullable OnnxOutputs past, int before, int keep) {
    int length = tokens.length;
    Tensors<HostTensor> given = new Tensors<>();
    long[] ids = Arrays.stream(tokens).asLongStream().toArray();
    long[] mask = new long[before + length];
    Arrays.fill(mask, 1);
    long[] positions = new long[length];
    Arrays.setAll(positions, i -> before + i);
    put(given, "input_ids", new HostTensor.Longs(ids, 1, length));
    put(given, "attention_mask", new HostTensor.Longs(mask, 1, mask.length));
    put(given, "position_ids", new HostTensor.Longs(positions, 1, length));
    put(given, "use_cache_branch", new HostTensor.Booleans(new boolean[] {past != null}, 1));
    put(given, KEEP, new HostTensor.Longs(new long[] {keep}));
    Map<String, OnnxSession.Fed> fed = new HashMap<>();
    for (int i = 0; i < layers; i++) {
      for (String part : List.of(".key", ".value")) {
        if (past == null) {
          given.put(PAST + i + part, nothing());
        } else {
          fed.put(PAST + i + part, new OnnxSession.Fed(past, "present." + i + part));
        }
      }
    }
    return session.run(given, fed, outputs);
  }

  private void put(Tensors<HostTensor> given, String input, HostTensor value) {
    if (inputs.contains(input)) {
      given.put(input, value);
    }
  }

  private HostTensor nothing() {
    return pastType == DataType.HALF
        ? new HostTensor.Halves(new short[0], 1, heads, 0, headWidth)
        : new HostTensor.Floats(new float[0], 1, heads, 0, headWidth);
  }

  /** Logits [1, positions, vocabulary] as rows. */
  private static Logits rows(OnnxOutputs outputs) {
    HostTensor read = outputs.read(LOGITS);
    int vocabulary = Math.toIntExact(read.shape()[2]);
    if (!(read instanceof HostTensor.Halves halves)) {
      return new Logits(read.toFloats(), vocabulary);
    }
    float[] wide = new float[halves.values().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = Float.float16ToFloat(halves.values()[i]);
    }
    return new Logits(wide, vocabulary);
  }

  @Override
  public Continuation start(int[] prompt) {
    return new Grown(prompt);
  }

  private final class Grown implements Continuation {
    private OnnxOutputs past;
    private int length;
    private float[] logits;

    Grown(int[] prompt) {
      past = run(prompt, null, 0, 1);
      length = prompt.length;
      logits = last();
    }

    private float[] last() {
      Logits all = rows(past);
      return all.row(all.rows() - 1);
    }

    @Override
    public float[] logits() {
      return logits;
    }

    @Override
    public void add(int token) {
      OnnxOutputs former = past;
      past = run(new int[] {token}, former, length, 1);
      former.close();
      length++;
      logits = last();
    }

    @Override
    public void close() {
      past.close();
    }
  }

  @Override
  public double[] logProbabilities(int[] prompt, List<int[]> suffixes) {
    try (OnnxOutputs past = run(prompt, null, 0, 1)) {
      Logits before = rows(past);
      int last = before.rows() - 1;
      return suffixes.stream()
          .mapToDouble(
              suffix -> {
                double sum = before.logProbability(last, suffix[0]);
                if (suffix.length == 1) {
                  return sum;
                }
                int[] given = Arrays.copyOf(suffix, suffix.length - 1);
                try (OnnxOutputs after = run(given, past, prompt.length, given.length)) {
                  Logits logits = rows(after);
                  for (int i = 0; i < given.length; i++) {
                    sum += logits.logProbability(i, suffix[i + 1]);
                  }
                }
                return sum;
              })
          .toArray();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
