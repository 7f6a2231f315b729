package dev.freshet.models.paper.length.writer;

import dev.freshet.models.language.Decoder;
import dev.freshet.models.language.TokenBatch;
import dev.freshet.models.net.HostTensor;
import dev.freshet.models.net.Loss;
import dev.freshet.models.net.Ops;
import dev.freshet.models.net.Parameter;
import dev.freshet.models.net.Tensors;
import dev.freshet.models.net.TrainingOps;
import dev.freshet.models.net.train.AdamConfig;
import dev.freshet.models.net.train.LearningSchedule;
import dev.freshet.models.net.train.ParameterGroup;
import dev.freshet.models.net.train.TrainingStep;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Trains a writer: cross-entropy of the words behind a random cut, given the source, the words
 * before the cut and the hint about what is still to come. One of six hints says nothing.
 *
 * <p>The same examples and seed give the same bits.
 */
public final class WriterTrainer implements AutoCloseable {

  private static final double WITHOUT_CUT = .5;
  private static final double WITHOUT_HINT = 1.0 / 6;
  private static final double CLIP = 1;
  private static final double WEIGHT_DECAY = .01;

  private final WriterVocabulary vocabulary;
  private final Decoder decoder;
  private final List<Encoded> examples;
  private final int batch;
  private final TrainingStep training;
  private final SplittableRandom random;

  @SuppressWarnings("ArrayRecordComponent") // tokens, never changed
  private record Encoded(int[] source, int[] text) {}

  /** Tokens of one example and the place of the first one that is to be predicted. */
  @SuppressWarnings("ArrayRecordComponent") // tokens, never changed
  private record Row(int[] ids, int from) {}

  /**
   * Prepares the training of a new writer.
   *
   * @param examples those with words outside the vocabulary, or too long, are left out
   * @param batch examples of one step
   * @param epochs passes over the examples, for the schedule of the learning rate
   * @throws IllegalArgumentException if fewer than a batch of examples can be used
   */
  public WriterTrainer(
      WriterVocabulary vocabulary,
      WriterShape shape,
      List<WriterExample> examples,
      int batch,
      int epochs,
      double rate,
      long seed) {
    this.vocabulary = vocabulary;
    this.batch = batch;
    decoder = new Decoder(WriterShape.decoder(vocabulary.size(), shape.width(), shape.layers()));
    this.examples = examples.stream().map(this::encoded).flatMap(Optional::stream).toList();
    if (this.examples.size() < batch) {
      throw new IllegalArgumentException(
          "only %d of %d examples have no unknown word: fewer than a batch of %d"
              .formatted(this.examples.size(), examples.size(), batch));
    }
    long steps = (long) epochs * (this.examples.size() / batch);
    random = new SplittableRandom(seed);
    training =
        new TrainingStep(
            List.of(
                new ParameterGroup(
                    decoder.initialise(seed),
                    AdamConfig.adamW(rate, WEIGHT_DECAY)
                        .with(LearningSchedule.cosine(Math.min(200, steps / 10), steps)))),
            List.of(),
            CLIP,
            seed);
  }

  private Optional<Encoded> encoded(WriterExample example) {
    return vocabulary
        .encode(example.text())
        .filter(text -> text.length > 0 && text.length <= WriterShape.TEXT_TOKENS)
        .map(
            text ->
                new Encoded(
                    vocabulary.encodeSource(example.source(), WriterShape.SOURCE_TOKENS), text));
  }

  /** Number of examples that are learned from. */
  public int examples() {
    return examples.size();
  }

  /**
   * One pass over the examples in a new order.
   *
   * @param progress gets the mean loss of each step, in nats per token
   * @return mean loss
   */
  public double epoch(Consumer<Double> progress) {
    List<Row> rows = new ArrayList<>();
    for (Encoded example : shuffled()) {
      rows.add(row(example));
    }
    // batches of about equal lengths, in a random order: less padding
    List<List<Row>> batches = new ArrayList<>();
    int window = batch * 32;
    for (int from = 0; from < rows.size(); from += window) {
      List<Row> near = new ArrayList<>(rows.subList(from, Math.min(rows.size(), from + window)));
      near.sort(Comparator.comparingInt(row -> row.ids().length));
      for (int start = 0; start + batch <= near.size(); start += batch) {
        batches.add(List.copyOf(near.subList(start, start + batch)));
      }
    }
    double sum = 0;
    for (List<Row> each : shuffled(batches)) {
      double loss =
          training
              .step(this::loss, inputs(each), Set.of())
              .values()
              .tensor(Loss.LOSS)
              .toFloats()[0];
      progress.accept(loss);
      sum += loss;
    }
    return sum / batches.size();
  }

  private List<Encoded> shuffled() {
    return shuffled(examples);
  }

  private <E> List<E> shuffled(List<E> list) {
    List<E> order = new ArrayList<>(list);
    for (int last = order.size() - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      E moved = order.get(last);
      order.set(last, order.get(other));
      order.set(other, moved);
    }
    return order;
  }

  private Row row(Encoded example) {
    int[] text = example.text();
    int cut = random.nextDouble() < WITHOUT_CUT ? 0 : random.nextInt(text.length);
    boolean told = random.nextDouble() >= WITHOUT_HINT;
    IntArrayList ids = new IntArrayList(example.source());
    ids.add(WriterVocabulary.TEXT);
    for (int i = 0; i < cut; i++) {
      ids.add(text[i]);
    }
    ids.add(vocabulary.remaining(told ? Remaining.of(words(text, cut)) : Remaining.UNKNOWN));
    int from = ids.size();
    for (int i = cut; i < text.length; i++) {
      ids.add(text[i]);
    }
    ids.add(WriterVocabulary.END);
    return new Row(ids.toIntArray(), from);
  }

  private int words(int[] text, int from) {
    int words = 0;
    for (int i = from; i < text.length; i++) {
      words += vocabulary.isWord(text[i]) ? 1 : 0;
    }
    return words;
  }

  private static Tensors<HostTensor> inputs(List<Row> rows) {
    int longest = rows.stream().mapToInt(row -> row.ids().length - 1).max().orElseThrow();
    long[] ids = new long[rows.size() * longest];
    long[] positions = new long[ids.length];
    List<Long> at = new ArrayList<>();
    List<Long> classes = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      int[] row = rows.get(r).ids();
      for (int i = 0; i + 1 < row.length; i++) {
        ids[r * longest + i] = row[i];
        positions[r * longest + i] = i;
        if (i + 1 >= rows.get(r).from()) {
          at.add((long) r * longest + i);
          classes.add((long) row[i + 1]);
        }
      }
    }
    Tensors<HostTensor> inputs = new Tensors<>();
    inputs.put("ids", new HostTensor.Longs(ids, rows.size(), longest));
    inputs.put("positions", new HostTensor.Longs(positions, rows.size(), longest));
    inputs.put("bias", new HostTensor.Floats(TokenBatch.causal(longest), 1, 1, longest, longest));
    inputs.put("at", longs(at));
    inputs.put("classes", longs(classes));
    return inputs;
  }

  private static HostTensor longs(List<Long> values) {
    return new HostTensor.Longs(
        values.stream().mapToLong(Long::longValue).toArray(), values.size());
  }

  private <T> Tensors<T> loss(TrainingOps<T> ops, Tensors<T> inputs, Tensors<T> parameters) {
    T vectors = decoder.embed(ops, inputs.tensor("ids"), parameters);
    T states =
        decoder
            .forward(
                ops,
                vectors,
                Decoder.Context.whole(inputs.tensor("positions"), inputs.tensor("bias")),
                parameters)
            .states();
    T flat = ops.reshape(states, -1, decoder.config().width());
    T logits = decoder.logits(ops, ops.gather(flat, inputs.tensor("at"), 0), parameters);
    T losses = ops.crossEntropy(logits, inputs.tensor("classes"));
    Tensors<T> values = new Tensors<>();
    values.put(Loss.LOSS, ops.reduce(Ops.Reduction.MEAN, losses, false, 0));
    return values;
  }

  /** The writer as it is now. */
  public WriterWeights weights() {
    List<Parameter> copies = training.parameters();
    return new WriterWeights(vocabulary, decoder.config(), copies);
  }

  @Override
  public void close() {
    training.close();
  }
}
