package dev.freshet.models.paper.length.writer;

import dev.freshet.models.language.Beams;
import dev.freshet.models.language.CausalModel;
import dev.freshet.models.language.Logits;
import dev.freshet.models.language.Prefix;
import dev.freshet.models.language.TokenBatch;
import dev.freshet.models.net.onnx.ExecutionProvider;
import dev.freshet.models.paper.length.EvaluableProposer;
import dev.freshet.models.paper.length.LengthGoal;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A trained writer on ONNX Runtime. Thread-safe. */
public final class Writer implements AutoCloseable {

  private final WriterVocabulary vocabulary;
  private final CausalModel model;

  /** Loads a writer. */
  public Writer(WriterWeights weights, ExecutionProvider provider) {
    vocabulary = weights.vocabulary();
    model = CausalModel.of("writer", weights.config(), weights.parameters(), provider, 0);
  }

  /** Its vocabulary. */
  public WriterVocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * A proposer of texts for one source: it keeps a uniform share of the words of the current text
   * and writes on.
   *
   * @param source what the text is about
   * @param goal length in words of which drafts are told
   * @param guided whether versions are told as well: the proposal {@code q} of the paper, else
   *     {@code p}
   */
  public EvaluableProposer proposer(String source, LengthGoal goal, boolean guided) {
    return new SourceProposer(source, goal, guided);
  }

  /**
   * Logarithm of the probability of a text without any hint about its length, its end included;
   * empty where it holds a word that the writer does not know.
   */
  public OptionalDouble logProbability(String source, String text) {
    return vocabulary
        .encode(text)
        .filter(tokens -> tokens.length > 0 && tokens.length <= WriterShape.TEXT_TOKENS)
        .map(
            tokens ->
                OptionalDouble.of(score(source, tokens, List.of(new Cut(0, Remaining.UNKNOWN)))[0]))
        .orElse(OptionalDouble.empty());
  }

  /** As {@link #logProbability}, per token: the grade of a text that does not favour short ones. */
  public OptionalDouble meanLogProbability(String source, String text) {
    OptionalDouble sum = logProbability(source, text);
    return sum.isPresent()
        ? OptionalDouble.of(sum.getAsDouble() / (1 + vocabulary.encode(text).orElseThrow().length))
        : sum;
  }

  /** Where a text is cut, and what is told about the rest. */
  private record Cut(int kept, Remaining hint) {}

  /** Logarithm of the probability of what follows each cut of a text, the end included. */
  private double[] score(String source, int[] text, List<Cut> cuts) {
    int[] head = head(source);
    int length = head.length + text.length + 1;
    int rows = cuts.size();
    int[] ids = new int[rows * length];
    int[] positions = new int[rows * length];
    IntArrayList read = new IntArrayList();
    for (int row = 0; row < rows; row++) {
      Cut cut = cuts.get(row);
      int at = row * length;
      System.arraycopy(head, 0, ids, at, head.length);
      System.arraycopy(text, 0, ids, at + head.length, cut.kept());
      int hint = head.length + cut.kept();
      ids[at + hint] = vocabulary.remaining(cut.hint());
      System.arraycopy(text, cut.kept(), ids, at + hint + 1, text.length - cut.kept());
      for (int i = 0; i < length; i++) {
        positions[at + i] = i;
      }
      for (int i = hint; i < length; i++) {
        read.add(at + i);
      }
    }
    Logits logits =
        model
            .forward(
                new TokenBatch(
                    rows,
                    length,
                    ids,
                    positions,
                    TokenBatch.causal(length),
                    read.toIntArray(),
                    null))
            .logits();
    double[] sums = new double[rows];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int kept = cuts.get(row).kept();
      for (int i = kept; i <= text.length; i++) {
        float[] following = logits.row(at++);
        int token = i < text.length ? text[i] : WriterVocabulary.END;
        sums[row] += following[token] - logSum(following, i == 0);
      }
    }
    return sums;
  }

  private int[] head(String source) {
    int[] tokens = vocabulary.encodeSource(source, WriterShape.SOURCE_TOKENS);
    int[] head = Arrays.copyOf(tokens, tokens.length + 1);
    head[tokens.length] = WriterVocabulary.TEXT;
    return head;
  }

  /** Logarithm of the sum over what may follow: words, and the end unless the text is empty. */
  private double logSum(float[] logits, boolean first) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int token = 0; token < logits.length; token++) {
      if (allowed(token, first)) {
        greatest = Math.max(greatest, logits[token]);
      }
    }
    double sum = 0;
    for (int token = 0; token < logits.length; token++) {
      if (allowed(token, first)) {
        sum += Math.exp(logits[token] - greatest);
      }
    }
    return greatest + Math.log(sum);
  }

  private boolean allowed(int token, boolean first) {
    return vocabulary.isText(token) || (token == WriterVocabulary.END && !first);
  }

  private int draw(float[] logits, boolean first, RandomGenerator random) {
    double logSum = logSum(logits, first);
    double point = random.nextDouble();
    int last = -1;
    for (int token = 0; token < logits.length; token++) {
      if (allowed(token, first)) {
        last = token;
        point -= Math.exp(logits[token] - logSum);
        if (point < 0) {
          return token;
        }
      }
    }
    return last; // rounding left a rest
  }

  @Override
  public void close() {
    model.close();
  }

  private final class SourceProposer implements EvaluableProposer {

    private final String source;
    private final LengthGoal goal;
    private final boolean guided;

    SourceProposer(String source, LengthGoal goal, boolean guided) {
      this.source = source;
      this.goal = goal;
      this.guided = guided;
    }

    @Override
    public List<Optional<String>> drafts(List<RandomGenerator> random) {
      int count = random.size();
      return write(
          Collections.nCopies(count, new int[0]), Collections.nCopies(count, wanted(0)), random);
    }

    @Override
    public List<Optional<String>> next(List<String> current, List<RandomGenerator> random) {
      List<int[]> kept = new ArrayList<>();
      List<Remaining> hints = new ArrayList<>();
      for (int chain = 0; chain < current.size(); chain++) {
        int[] tokens = tokens(current.get(chain));
        int[] start = Arrays.copyOf(tokens, random.get(chain).nextInt(tokens.length + 1));
        kept.add(start);
        hints.add(hint(start));
      }
      return write(kept, hints, random);
    }

    @Override
    public double logProbability(String from, String to) {
      int[] before = tokens(from);
      int[] after = tokens(to);
      int common = Math.max(0, mismatch(before, after));
      List<Cut> cuts =
          IntStream.rangeClosed(0, common)
              .mapToObj(kept -> new Cut(kept, hint(Arrays.copyOf(after, kept))))
              .toList();
      double[] rests = score(source, after, cuts);
      double greatest = Arrays.stream(rests).max().orElseThrow();
      double sum = Arrays.stream(rests).map(rest -> Math.exp(rest - greatest)).sum();
      return greatest + Math.log(sum) - Math.log(before.length + 1);
    }

    private static int mismatch(int[] first, int[] second) {
      int at = Arrays.mismatch(first, second);
      return at < 0 ? first.length : at;
    }

    private Remaining hint(int[] kept) {
      return guided ? wanted(words(kept)) : Remaining.UNKNOWN;
    }

    /** The hint of the length that would satisfy the goal with the fewest words. */
    private Remaining wanted(int written) {
      int target = goal.from() == 1 ? goal.to() : (goal.from() + goal.to()) / 2;
      return Remaining.of(Math.max(0, target - written));
    }

    private int words(int[] tokens) {
      return (int) Arrays.stream(tokens).filter(vocabulary::isWord).count();
    }

    private int[] tokens(String text) {
      return vocabulary
          .encode(text)
          .orElseThrow(() -> new IllegalArgumentException("not written by this writer: " + text));
    }

    /**
     * Writes on behind the kept words of each row; rows that still have kept words take those while
     * others draw. Empty where a text would grow too long.
     */
    private List<Optional<String>> write(
        List<int[]> kept, List<Remaining> hints, List<RandomGenerator> random) {
      int rows = kept.size();
      List<IntArrayList> texts = new ArrayList<>();
      boolean[] ended = new boolean[rows];
      for (int[] start : kept) {
        texts.add(new IntArrayList(start));
      }
      try (Prefix prefix = model.prefill(head(source));
          Beams beams = model.beams(prefix)) {
        for (int step = 0; step <= WriterShape.TEXT_TOKENS && !all(ended); step++) {
          int[] tokens = new int[rows];
          for (int row = 0; row < rows; row++) {
            tokens[row] = token(texts.get(row), kept.get(row).length, step, hints.get(row));
          }
          Logits following = beams.step(tokens).logits();
          for (int row = 0; row < rows; row++) {
            IntArrayList text = texts.get(row);
            if (!ended[row] && step >= kept.get(row).length) {
              int next = draw(following.row(row), text.isEmpty(), random.get(row));
              if (next == WriterVocabulary.END) {
                ended[row] = true;
              } else {
                text.add(next);
              }
            }
          }
        }
      }
      List<Optional<String>> written = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        // a text that was cut off is no text; one that reads back otherwise cannot be evaluated
        String text = vocabulary.decode(texts.get(row).toIntArray());
        boolean whole = ended[row] && vocabulary.encode(text).isPresent();
        written.add(whole ? Optional.of(text) : Optional.empty());
      }
      return written;
    }

    /** What a row is fed at a step: kept words, then the hint, then what it drew. */
    private int token(IntArrayList text, int kept, int step, Remaining hint) {
      if (step < kept) {
        return text.getInt(step);
      }
      if (step == kept) {
        return vocabulary.remaining(hint);
      }
      return step - 1 < text.size() ? text.getInt(step - 1) : WriterVocabulary.END;
    }

    private static boolean all(boolean[] flags) {
      for (boolean flag : flags) {
        if (!flag) {
          return false;
        }
      }
      return true;
    }
  }
}
